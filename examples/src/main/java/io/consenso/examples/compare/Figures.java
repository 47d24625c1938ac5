/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How long commands took, and over how much time they were counted. */
final class Figures {
    /** How long a command took that was not answered. */
    static final long NEVER = Long.MAX_VALUE;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Long> sortedNanos;
    private final long measuredNanos;

    Figures(List<Long> latenciesNanos, Duration measured) {
        List<Long> sorted = new ArrayList<>(latenciesNanos);
        Collections.sort(sorted);
        sortedNanos = List.copyOf(sorted);
        measuredNanos = measured.toNanos();
    }

    /** Those of several runs, put together. */
    static Figures of(List<Figures> runs) {
        List<Long> all = new ArrayList<>();
        long time = 0;
        for (Figures run : runs) {
            all.addAll(run.sortedNanos);
            time += run.measuredNanos;
        }
        return new Figures(all, Duration.ofNanos(time));
    }

    /** How many commands were answered in a second. */
    double perSecond() {
        return sortedNanos.size() * NANOS_PER_SECOND / measuredNanos;
    }

    /** How many milliseconds that share of the commands took at most; infinite if fewer were answered. */
    double millis(double share) {
        if (sortedNanos.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        int rank = (int) Math.ceil(share * sortedNanos.size());
        long nanos = sortedNanos.get(Math.max(0, rank - 1));
        return nanos == NEVER ? Double.POSITIVE_INFINITY : nanos / NANOS_PER_MILLI;
    }

    String perSecondText() {
        return String.format(Locale.ROOT, "%,.0f", perSecond());
    }

    String millisText(double share) {
        return text(millis(share));
    }

    static String text(double millis) {
        return Double.isInfinite(millis)
                ? "never"
                : String.format(Locale.ROOT, millis < 100 ? "%.1f" : "%,.0f", millis);
    }
}
