/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

/** Counts what was handed out and not yet settled, in order of the index: a ring of (last index, bytes). */
final class Window {
    private long[] indexes = new long[16];
    private long[] sizes = new long[16];
    private int head;
    private int count;
    private long bytes;

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }

    void add(long index, long size) {
        if (count == indexes.length) {
            grow();
        }
        int slot = (head + count) & (indexes.length - 1);
        indexes[slot] = index;
        sizes[slot] = size;
        count++;
        bytes += size;
    }

    /** Settles everything up to the index (inclusive). */
    void releaseTo(long index) {
        while (count > 0 && indexes[head] <= index) {
            bytes -= sizes[head];
            head = (head + 1) & (indexes.length - 1);
            count--;
        }
    }

    void clear() {
        head = 0;
        count = 0;
        bytes = 0;
    }

    private void grow() {
        indexes = unrolled(indexes);
        sizes = unrolled(sizes);
        head = 0;
    }

    private long[] unrolled(long[] ring) {
        long[] larger = new long[ring.length * 2];
        System.arraycopy(ring, head, larger, 0, ring.length - head);
        System.arraycopy(ring, 0, larger, ring.length - head, head);
        return larger;
    }
}
