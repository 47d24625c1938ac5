/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.detector;

import java.util.Arrays;

/** The last intervals between two signs of life of one peer, and when the last sign was. */
final class Arrivals {
    private final long[] intervals;
    private final double deviationMin;
    private int count;
    private int next;
    private long lastNanos;
    private double mean;
    private double deviation;

    Arrivals(PhiAccrualOptions options, long firstNanos) {
        intervals = new long[options.window()];
        deviationMin = options.deviationMin().toNanos();
        lastNanos = firstNanos;
        // A guess that the first intervals soon outweigh: two of them, a quarter below and above what is expected.
        long expected = options.firstInterval().toNanos();
        add(expected - expected / 4);
        add(expected + expected / 4);
    }

    long lastNanos() {
        return lastNanos;
    }

    /** How many deviations a silence until then is longer than the mean interval. */
    double deviations(long nowNanos) {
        return (nowNanos - lastNanos - mean) / deviation;
    }

    /** How long a silence of so many deviations lasts, at least 1 nanosecond. */
    long silenceNanos(double deviations) {
        return (long) Math.max(1, Math.ceil(mean + deviations * deviation));
    }

    /** A sign of life now; the interval counts as no longer than {@code intervalMax}. */
    void heard(long nowNanos, long intervalMax) {
        add(Math.min(nowNanos - lastNanos, intervalMax));
        lastNanos = nowNanos;
    }

    private void add(long interval) {
        intervals[next] = interval;
        next = (next + 1) % intervals.length;
        count = Math.min(count + 1, intervals.length);
        // From scratch each time: sums that are kept up to date would gather errors of rounding.
        mean = Arrays.stream(intervals, 0, count).average().orElseThrow();
        double variance = Arrays.stream(intervals, 0, count)
                .mapToDouble(each -> (each - mean) * (each - mean))
                .average()
                .orElseThrow();
        deviation = Math.max(deviationMin, Math.sqrt(variance));
    }
}
