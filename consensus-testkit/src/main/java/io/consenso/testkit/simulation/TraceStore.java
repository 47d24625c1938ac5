/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where recorded events are kept. Frequent kinds make room for newer ones of their sort, and so do rare ones, apart: so that what a run of
 * messages rests on (who is up, who leads, what is cut) outlives it.
 */
final class TraceStore {
    private final Deque<TraceEvent> frequent = new ArrayDeque<>();
    private final Deque<TraceEvent> rare = new ArrayDeque<>();
    private final int eventsMax;
    private final long fromNanos;
    private final long toNanos;
    private long next;

    /** Keeps at most that many of either sort, and frequent ones only from then to then. */
    TraceStore(int eventsMax, long fromNanos, long toNanos) {
        this.eventsMax = eventsMax;
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
    }

    /** Whether a frequent event of that moment would be kept. */
    boolean covers(long nanos) {
        return nanos >= fromNanos && nanos <= toNanos;
    }

    TraceEvent add(
            long nanos, TraceEvent.Kind kind, String node, String peer, String text, long number, long id, long since) {
        TraceEvent event = new TraceEvent(next++, nanos, kind, node, peer, text, number, id, since);
        if (!kind.isFrequent()) {
            keep(rare, event);
        } else if (covers(nanos)) {
            keep(frequent, event);
        }
        return event;
    }

    private void keep(Deque<TraceEvent> sort, TraceEvent event) {
        if (sort.size() == eventsMax) {
            sort.removeFirst();
        }
        sort.addLast(event);
    }

    /** All that is kept, in the order in which it happened. */
    List<TraceEvent> events() {
        List<TraceEvent> merged = new ArrayList<>(frequent.size() + rare.size());
        Iterator<TraceEvent> others = rare.iterator();
        TraceEvent other = next(others);
        for (TraceEvent event : frequent) {
            while (other != null && other.sequence() < event.sequence()) {
                merged.add(other);
                other = next(others);
            }
            merged.add(event);
        }
        while (other != null) {
            merged.add(other);
            other = next(others);
        }
        return merged;
    }

    private static @Nullable TraceEvent next(Iterator<TraceEvent> events) {
        return events.hasNext() ? events.next() : null;
    }
}
