/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** Something that is due at a moment. An event of a process vanishes with the process and waits while the process is paused. */
abstract class Event {
    final @Nullable SimulatedProcess process;
    long at;

    Event(@Nullable SimulatedProcess process) {
        this.process = process;
    }

    abstract void fire();
}
