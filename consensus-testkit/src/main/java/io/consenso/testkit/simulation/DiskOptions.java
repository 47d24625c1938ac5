/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.time.Duration;

/**
 * How fast a disk is.
 *
 * @param syncMin no synced write is faster
 * @param syncMean what comes on top, exponentially distributed with this mean
 * @param stall the share of synced writes that hang
 * @param stallMax how long those hang at most
 * @param bytesPerSecond how fast what is written reaches the disk
 */
public record DiskOptions(Duration syncMin, Duration syncMean, double stall, Duration stallMax, long bytesPerSecond) {
    /** Refuses shares outside 0 to 1, negative durations and a rate below 1 with {@link IllegalArgumentException}. */
    public DiskOptions {
        if (!(stall >= 0 && stall <= 1)) {
            throw new IllegalArgumentException("stall is a share from 0 to 1, not " + stall);
        }
        if (syncMin.isNegative() || syncMean.isNegative() || stallMax.isNegative() || bytesPerSecond < 1) {
            throw new IllegalArgumentException("negative duration or no bytes per second");
        }
    }

    /** A good SSD: 100 microseconds and 300 more on average, 500 MB/s, never hangs. */
    public static DiskOptions ssd() {
        return new DiskOptions(Duration.ofNanos(100_000), Duration.ofNanos(300_000), 0, Duration.ZERO, 500_000_000L);
    }

    /** With other durations of a synced write. */
    public DiskOptions withSync(Duration min, Duration mean) {
        return new DiskOptions(min, mean, stall, stallMax, bytesPerSecond);
    }

    /** With another share of synced writes that hang, and for how long at most. */
    public DiskOptions withStalls(double share, Duration max) {
        return new DiskOptions(syncMin, syncMean, share, max, bytesPerSecond);
    }

    /** With another rate at which what is written reaches the disk. */
    public DiskOptions withBytesPerSecond(long bytes) {
        return new DiskOptions(syncMin, syncMean, stall, stallMax, bytes);
    }
}
