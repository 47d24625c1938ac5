/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.detector;

import java.time.Duration;

/**
 * How a {@link PhiAccrualDetector} judges.
 *
 * @param threshold suspected from this phi on: at 1 about one heart-beat in 10 comes too late, at 3 one in 1,000, as far as intervals are
 *     distributed normally
 * @param window how many intervals are remembered of each peer
 * @param deviationMin the standard deviation is taken to be at least this, so that a very regular peer is not suspected at its first delay
 * @param firstInterval what the interval is expected to be before one was seen
 */
public record PhiAccrualOptions(double threshold, int window, Duration deviationMin, Duration firstInterval) {
    private static final double THRESHOLD_MAX = 1_000;

    /** Throws {@link IllegalArgumentException} when something is not positive, or the threshold above 1,000. */
    public PhiAccrualOptions {
        if (!(threshold > 0 && threshold <= THRESHOLD_MAX)) {
            throw new IllegalArgumentException("a threshold is positive and at most 1,000, not " + threshold);
        }
        if (window < 2) {
            throw new IllegalArgumentException("a window holds at least 2 intervals, not " + window);
        }
        if (deviationMin.toNanos() <= 0 || firstInterval.toNanos() <= 0) {
            throw new IllegalArgumentException("durations are positive: " + deviationMin + ", " + firstInterval);
        }
    }

    /** For heart-beats of that interval: threshold 8, 200 intervals, a deviation of at least a tenth of the interval. */
    public static PhiAccrualOptions of(Duration interval) {
        return new PhiAccrualOptions(8, 200, interval.dividedBy(10), interval);
    }

    /** With another threshold. */
    public PhiAccrualOptions withThreshold(double phi) {
        return new PhiAccrualOptions(phi, window, deviationMin, firstInterval);
    }
}
