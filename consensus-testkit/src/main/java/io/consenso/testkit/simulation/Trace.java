/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a simulation, in order. The same seed gives the same trace, byte for byte, on every JVM; two runs are compared by
 * {@link #hash()}, which is always kept, and read by {@link #lines()}, which costs a string for each event and is kept only by
 * {@link #recording()}.
 */
public final class Trace {
    private final @Nullable List<String> lines;
    private long hash = 0x9E3779B97F4A7C15L;
    private long events;

    private Trace(@Nullable List<String> lines) {
        this.lines = lines;
    }

    /** Keeps the hash only. */
    public static Trace hashOnly() {
        return new Trace(null);
    }

    /** Keeps the hash and a line of text for each event. */
    public static Trace recording() {
        return new Trace(new ArrayList<>());
    }

    /** Depends on everything that happened so far and on its order. */
    public long hash() {
        return hash;
    }

    /** How many events were noted. */
    public long events() {
        return events;
    }

    /** A line for each event: seconds, who, what, details. Empty unless {@link #recording()}. */
    public List<String> lines() {
        return lines == null ? List.of() : Collections.unmodifiableList(lines);
    }

    /** Notes an event; the parts are hashed as they are, so nothing is built from them unless somebody reads. */
    void event(long nowNanos, String who, String what, String detail, long number) {
        events++;
        mix(nowNanos);
        mix(who.hashCode());
        mix(what.hashCode());
        mix(detail.hashCode());
        mix(number);
        if (lines != null) {
            lines.add(SimulatedTime.format(nowNanos) + " " + who + " " + what + " " + detail + " "
                    + Long.toUnsignedString(number, 36));
        }
    }

    private void mix(long value) {
        long mixed = (hash ^ value) * 0xBF58476D1CE4E5B9L;
        hash = mixed ^ (mixed >>> 31);
    }
}
