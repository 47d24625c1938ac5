/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events by moment, those of one moment in the order in which they were added: a binary heap whose keys lie side by side, so that ordering
 * it touches no event.
 */
final class EventQueue {
    private Event[] events = new Event[256];
    private long[] moments = new long[256];
    private long[] sequences = new long[256];
    private int size;
    private long sequence;

    void add(Event event, long at) {
        event.at = at;
        if (size == events.length) {
            events = Arrays.copyOf(events, size * 2);
            moments = Arrays.copyOf(moments, size * 2);
            sequences = Arrays.copyOf(sequences, size * 2);
        }
        int hole = size++;
        // It is the newest: of those of its moment it comes last.
        while (hole > 0 && at < moments[(hole - 1) >>> 1]) {
            int parent = (hole - 1) >>> 1;
            move(parent, hole);
            hole = parent;
        }
        put(hole, event, at, sequence++);
    }

    @Nullable
    Event peek() {
        return size == 0 ? null : events[0];
    }

    @Nullable
    Event poll() {
        if (size == 0) {
            return null;
        }
        Event first = events[0];
        size--;
        Event last = events[size];
        clear(size);
        if (size > 0) {
            sink(last, moments[size], sequences[size]);
        }
        return first;
    }

    int size() {
        return size;
    }

    private void sink(Event event, long at, long number) {
        int hole = 0;
        int half = size >>> 1;
        while (hole < half) {
            int child = 2 * hole + 1;
            if (child + 1 < size && isBefore(child + 1, moments[child], sequences[child])) {
                child++;
            }
            if (!isBefore(child, at, number)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(hole, event, at, number);
    }

    private boolean isBefore(int slot, long at, long number) {
        return moments[slot] < at || (moments[slot] == at && sequences[slot] < number);
    }

    private void move(int from, int to) {
        put(to, events[from], moments[from], sequences[from]);
    }

    private void put(int slot, Event event, long at, long number) {
        events[slot] = event;
        moments[slot] = at;
        sequences[slot] = number;
    }

    @SuppressWarnings("NullAway") // the slot is outside the heap from here on
    private void clear(int slot) {
        events[slot] = null;
    }
}
