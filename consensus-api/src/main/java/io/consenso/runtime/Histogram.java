/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Durations in buckets a quarter of a power of two wide. One thread records, any thread reads. */
final class Histogram {
    private static final int BUCKETS = 64 * 4;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong maxMicros = new AtomicLong();

    void recordNanos(long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        counts.lazySet(bucket(micros), counts.get(bucket(micros)) + 1);
        if (micros > maxMicros.get()) {
            maxMicros.lazySet(micros);
        }
    }

    Status.Latency latency() {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += counts.get(i);
        }
        return new Status.Latency(total, percentile(total, 0.50), percentile(total, 0.99), maxMicros.get());
    }

    private long percentile(long total, double fraction) {
        long rank = (long) Math.ceil(total * fraction);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= rank && seen > 0) {
                return Math.min(upperBound(i), maxMicros.get());
            }
        }
        return 0;
    }

    private static int bucket(long micros) {
        if (micros < 4) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros);
        return (exponent - 1) * 4 + (int) ((micros >>> (exponent - 2)) & 3);
    }

    private static long upperBound(int bucket) {
        if (bucket < 4) {
            return bucket;
        }
        int exponent = bucket / 4 + 1;
        return ((4L + bucket % 4 + 1) << (exponent - 2)) - 1;
    }
}
