/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

/** Counts what was handed out and not yet settled, in order of the index: a ring of (last index, bytes). */
public final class Window {
    private long[] indexes = new long[16];
    private long[] sizes = new long[16];
    private int head;
    private int count;
    private long bytes;

    /** With nothing handed out. */
    public Window() {}

    /** How many are not settled. */
    public int count() {
        return count;
    }

    /** The sum of their sizes. */
    public long bytes() {
        return bytes;
    }

    /**
     * Something was handed out.
     *
     * @param index the last index in it, not below that of the one before
     * @param size in bytes
     */
    public void add(long index, long size) {
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
    public void releaseTo(long index) {
        while (count > 0 && indexes[head] <= index) {
            bytes -= sizes[head];
            head = (head + 1) & (indexes.length - 1);
            count--;
        }
    }

    /** Forgets everything that was handed out. */
    public void clear() {
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
