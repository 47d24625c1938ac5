/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.testkit.simulation.FaultSchedule;

/** A run that went wrong, before anybody has looked into it. */
final class Misrun extends AssertionError {
    private static final long serialVersionUID = 1L;
    final transient FaultSchedule schedule;
    final long atNanos;

    /** At that moment of virtual time. */
    Misrun(FaultSchedule schedule, long atNanos, Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.schedule = schedule;
        this.atNanos = atNanos;
    }
}
