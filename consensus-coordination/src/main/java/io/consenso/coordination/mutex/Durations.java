/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import java.time.Duration;

/** What the options of this package ask of durations, and how messages name them. */
final class Durations {
    private Durations() {}

    static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is " + duration);
        }
    }

    static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }
}
