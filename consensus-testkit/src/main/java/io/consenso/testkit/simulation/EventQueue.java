/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A binary heap of events by time, then by the order in which they were added. */
final class EventQueue {
    private Event[] heap = new Event[1024];
    private int size;
    private long sequence;

    void add(Event event, long at) {
        event.at = at;
        event.sequence = sequence++;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!isBefore(event, heap[parent])) {
                break;
            }
            heap[hole] = heap[parent];
            hole = parent;
        }
        heap[hole] = event;
    }

    @Nullable
    Event peek() {
        return size == 0 ? null : heap[0];
    }

    @Nullable
    Event poll() {
        if (size == 0) {
            return null;
        }
        Event first = heap[0];
        Event last = heap[--size];
        clear(size);
        if (size > 0) {
            sink(last);
        }
        return first;
    }

    int size() {
        return size;
    }

    private void sink(Event event) {
        int hole = 0;
        int half = size >>> 1;
        while (hole < half) {
            int child = 2 * hole + 1;
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], event)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = event;
    }

    @SuppressWarnings("NullAway") // the slot is outside the heap from here on
    private void clear(int slot) {
        heap[slot] = null;
    }

    private static boolean isBefore(Event one, Event other) {
        return one.at < other.at || (one.at == other.at && one.sequence < other.sequence);
    }
}
