/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

/** Virtual time in words. */
final class Times {
    private Times() {}

    /** Seconds with six decimals. */
    static String seconds(long nanos) {
        long micros = Math.abs(nanos) / 1_000;
        return (nanos < 0 ? "-" : "") + micros / 1_000_000 + "."
                + Long.toString(1_000_000 + micros % 1_000_000).substring(1);
    }

    /** A duration, in the unit that suits it. */
    static String span(long nanos) {
        if (nanos >= 10_000_000_000L) {
            return nanos / 1_000_000_000L + " s";
        }
        if (nanos >= 1_000_000_000L) {
            return nanos / 1_000_000_000L + "." + nanos / 100_000_000L % 10 + " s";
        }
        if (nanos >= 10_000_000L) {
            return nanos / 1_000_000L + " ms";
        }
        return nanos >= 1_000_000L ? nanos / 1_000_000L + "." + nanos / 100_000L % 10 + " ms" : nanos / 1_000L + " µs";
    }
}
