/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.random.RandomGenerator;

/** Durations in nanoseconds: how they are drawn and shown. */
final class SimulatedTime {
    private SimulatedTime() {}

    /** Seconds with nine decimals. */
    static String format(long nanos) {
        long distance = Math.abs(nanos);
        String fraction = Long.toString(1_000_000_000L + distance % 1_000_000_000L);
        return (nanos < 0 ? "-" : "") + distance / 1_000_000_000L + "." + fraction.substring(1);
    }

    /** Evenly from {@code min} to {@code max}, both inclusive. */
    static long uniform(RandomGenerator random, long min, long max) {
        return min >= max ? min : random.nextLong(min, max + 1);
    }

    /** Exponential with that mean. The strict logarithm: the fast one may differ from one JVM to another. */
    static long exponential(RandomGenerator random, long mean) {
        return mean <= 0 ? 0 : (long) (-mean * StrictMath.log(1.0 - random.nextDouble()));
    }

    /** The sum, or {@link Long#MAX_VALUE} where there is none. */
    static long plus(long at, long delay) {
        long sum = at + delay;
        return delay > 0 && sum < at ? Long.MAX_VALUE : sum;
    }
}
