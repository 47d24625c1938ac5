/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to pause before the next attempt: doubled from the shortest to the longest, of which a random half is taken off, so that many
 * peers that lost the same one do not come back in step. One thread at a time.
 */
final class Backoff {
    private final long minNanos;
    private final long maxNanos;
    private final RandomGenerator random;
    private long nextNanos;

    Backoff(Duration min, Duration max, RandomGenerator random) {
        this.minNanos = min.toNanos();
        this.maxNanos = max.toNanos();
        this.random = random;
        nextNanos = minNanos;
    }

    long nextNanos() {
        long nanos = nextNanos;
        nextNanos = Math.min(maxNanos, 2 * nanos);
        return nanos - random.nextLong(nanos / 2 + 1);
    }

    void reset() {
        nextNanos = minNanos;
    }
}
