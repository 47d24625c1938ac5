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
    final transient Throwable why;

    /** With what was thrown. */
    Misrun(FaultSchedule schedule, Throwable why) {
        super(why);
        this.schedule = schedule;
        this.why = why;
    }

    /** What was thrown, if it can be thrown again without further ado. */
    RuntimeException asThrown() {
        if (why instanceof Error error) {
            throw error;
        }
        return why instanceof RuntimeException failure ? failure : new IllegalStateException(why);
    }

    /** What is wrong, in its own words. */
    String reason() {
        String message = why.getMessage();
        return message == null ? why.toString() : message;
    }

    /** The first line of it. */
    String headline() {
        return reason().lines().findFirst().orElse("");
    }
}
