/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.time.Duration;

/** The clocks of one node's machine. They go on while the node is down or paused. */
public final class SimulatedClock {
    private final Simulation simulation;
    private double rate = 1.0;
    private long anchorVirtual;
    private long anchorNanos;
    private long wallOffsetMillis;
    private boolean wallStopped;
    private long wallStoppedAt;

    SimulatedClock(Simulation simulation, long originNanos) {
        this.simulation = simulation;
        this.anchorVirtual = simulation.now();
        this.anchorNanos = originNanos;
    }

    /**
     * From now on both clocks run that many millionths too fast, or too slow if negative, and timers with them. Timers that are set already
     * keep their time. Throws {@link IllegalArgumentException} when they would stand still or run back.
     */
    public void drift(double partsPerMillion) {
        if (!(partsPerMillion > -1e6)) {
            throw new IllegalArgumentException("a monotonic clock does not stop: " + partsPerMillion);
        }
        long now = simulation.now();
        anchorNanos = nanoTime(now);
        wallOffsetMillis = running(now) - Simulation.WALL_START_MILLIS - now / 1_000_000;
        anchorVirtual = now;
        rate = 1.0 + partsPerMillion / 1e6;
    }

    /** Sets the wall clock forward, or back if negative. The monotonic clock does not notice. */
    public void stepWall(Duration by) {
        wallOffsetMillis += by.toMillis();
        wallStoppedAt += by.toMillis();
    }

    /** Stops the wall clock, or lets it go on from where it stands. The monotonic clock does not notice. */
    public void stopWall(boolean isStopped) {
        long shown = wallMillis(simulation.now());
        wallOffsetMillis += shown - running(simulation.now());
        wallStoppedAt = shown;
        wallStopped = isStopped;
    }

    long nanoTime(long virtual) {
        return anchorNanos + elapsed(virtual);
    }

    long wallMillis(long virtual) {
        return wallStopped ? wallStoppedAt : running(virtual);
    }

    private long running(long virtual) {
        return Simulation.WALL_START_MILLIS + wallOffsetMillis + (anchorVirtual + elapsed(virtual)) / 1_000_000;
    }

    /** How long a delay on this clock really takes. */
    long toVirtual(long nanos) {
        return rate == 1.0 ? nanos : (long) (nanos / rate);
    }

    private long elapsed(long virtual) {
        long passed = virtual - anchorVirtual;
        return rate == 1.0 ? passed : (long) (passed * rate);
    }
}
