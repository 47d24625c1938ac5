/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

/** A task or a receiver threw, which it must not. Says the seed and the moment that show it again. */
public final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long seed;

    SimulationFailure(long seed, long nowNanos, String where, Throwable cause) {
        super("seed " + seed + " at " + SimulatedTime.format(nowNanos) + " s on " + where + ": " + cause, cause);
        this.seed = seed;
    }

    /** The seed of the simulation that failed. */
    public long seed() {
        return seed;
    }
}
