/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Where a moment is drawn. Things that happen one right after the other are drawn apart, and long spans in which nothing happens are
 * drawn short: messages take a tenth of a millisecond and elections hundreds, and a reader wants to see both. The order in time is always
 * kept.
 */
final class TimeScale {
    /** What a gap without anything in it is shortened to, at most. */
    private static final double GAP_MAX = 44;

    private final NavigableMap<Long, Double> positions;

    private TimeScale(NavigableMap<Long, Double> positions) {
        this.positions = positions;
    }

    /** Where the moment is drawn, in pixels; outside of the window, where it begins or ends. */
    double at(long nanos) {
        Map.Entry<Long, Double> before = positions.floorEntry(nanos);
        Map.Entry<Long, Double> after = positions.ceilingEntry(nanos);
        if (before == null) {
            return positions.firstEntry().getValue();
        }
        if (after == null) {
            return positions.lastEntry().getValue();
        }
        if (before.getKey().equals(after.getKey())) {
            return before.getValue();
        }
        double share = (double) (nanos - before.getKey()) / (after.getKey() - before.getKey());
        return before.getValue() + share * (after.getValue() - before.getValue());
    }

    /** Where the last moment is drawn. */
    double end() {
        return positions.lastEntry().getValue();
    }

    /** The moments at which something happens, and where they are drawn. */
    NavigableMap<Long, Double> moments() {
        return positions;
    }

    /** Collects what must be drawn apart. */
    static final class Builder {
        private final TreeMap<Long, Double> room = new TreeMap<>();
        private final long from;
        private final long to;

        Builder(long from, long to) {
            this.from = from;
            this.to = to;
            room.put(from, 0.0);
            room.put(to, 0.0);
        }

        /** Something happens at that moment and needs that many pixels above it; outside of the window it needs none. */
        void need(long nanos, double pixels) {
            if (nanos >= from && nanos <= to) {
                room.merge(nanos, pixels, Math::max);
            }
        }

        TimeScale build(double top, double stretch) {
            NavigableMap<Long, Double> positions = new TreeMap<>();
            double at = top;
            long before = from;
            for (Map.Entry<Long, Double> moment : room.entrySet()) {
                at += Math.max(moment.getValue(), stretch * gap(moment.getKey() - before));
                positions.put(moment.getKey(), at);
                before = moment.getKey();
            }
            return new TimeScale(positions);
        }

        /** The strict logarithm, so that the picture is the same on every JVM. */
        private static double gap(long nanos) {
            return Math.min(GAP_MAX, 4.5 * StrictMath.log(1 + nanos / 5_000.0));
        }
    }
}
