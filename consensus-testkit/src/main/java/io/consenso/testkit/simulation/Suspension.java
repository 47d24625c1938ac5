/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** A task in the middle of a call that blocks: its thread waits, and everything else goes on. */
final class Suspension {
    final Turn turn = new Turn();
    final @Nullable SimulatedProcess process;
    private final Simulation simulation;
    private boolean ended;

    Suspension(Simulation simulation, @Nullable SimulatedProcess process) {
        this.simulation = simulation;
        this.process = process;
    }

    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** The call returns at that moment, or later if the process is paused then. */
    void endAt(long moment) {
        simulation.schedule(new Wake(this), moment);
    }

    /** The end of a suspension, as an event. */
    static final class Wake extends Event {
        final Suspension suspension;

        Wake(Suspension suspension) {
            super(null);
            this.suspension = suspension;
        }

        @Override
        void fire() {
            throw new IllegalStateException("the loop takes wakes for itself");
        }
    }
}
