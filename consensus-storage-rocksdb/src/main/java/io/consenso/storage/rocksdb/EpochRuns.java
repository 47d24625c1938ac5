/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.util.Arrays;

/**
 * Which indexes are present, and under which epoch: runs of consecutive indexes of one epoch. A healthy log is a handful of runs however
 * long it is; holes and epochs in any order only make more of them.
 *
 * <p>Immutable. Extending the last run, which is what nearly every write does, shares everything else.
 */
final class EpochRuns {
    static final EpochRuns EMPTY = new EpochRuns(new long[0], 0, 0, 0, 0);
    private static final int STRIDE = 3;

    /** All runs but the last: first index, last index, epoch; ascending. */
    private final long[] sealed;

    private final long from;
    private final long to;
    private final long epoch;
    private final long count;

    private EpochRuns(long[] sealed, long from, long to, long epoch, long count) {
        this.sealed = sealed;
        this.from = from;
        this.to = to;
        this.epoch = epoch;
        this.count = count;
    }

    /** How many entries there are. */
    long count() {
        return count;
    }

    /** The highest index, 0 when there is none. */
    long last() {
        return to;
    }

    /** The highest index's epoch, 0 when there is none. */
    long lastEpoch() {
        return epoch;
    }

    /** The epoch at the index, 0 when there is no entry. */
    long epochAt(long index) {
        if (index >= from) {
            return index <= to ? epoch : 0;
        }
        int run = runAtOrAfter(index);
        return run < sealed.length && sealed[run] <= index ? sealed[run + 2] : 0;
    }

    /** The lowest index at or above this one that is present, 0 when there is none. */
    long atOrAfter(long index) {
        if (index > to) {
            return 0;
        }
        int run = runAtOrAfter(index);
        return Math.max(index, run < sealed.length ? sealed[run] : from);
    }

    /** Offset of the first sealed run that ends at or after the index. */
    private int runAtOrAfter(long index) {
        int low = 0;
        int high = sealed.length / STRIDE;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sealed[middle * STRIDE + 1] < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low * STRIDE;
    }

    /** With an entry at that index, in place of the one there if any. */
    EpochRuns with(long index, long newEpoch) {
        if (count == 0) {
            return new EpochRuns(sealed, index, index, newEpoch, 1);
        }
        if (index == to + 1 && newEpoch == epoch) {
            return new EpochRuns(sealed, from, index, epoch, count + 1);
        }
        if (index > to) {
            return new EpochRuns(append(sealed, from, to, epoch), index, index, newEpoch, count + 1);
        }
        if (epochAt(index) == newEpoch) {
            return this;
        }
        return truncateFrom(index).with(index, newEpoch).join(dropThrough(index));
    }

    /** Without the entries at or above that index. */
    EpochRuns truncateFrom(long index) {
        if (index > to) {
            return this;
        }
        if (index > from) {
            return new EpochRuns(sealed, from, index - 1, epoch, count - (to - index + 1));
        }
        // The run that holds the place before the index, or else the last one below it, becomes the open one.
        int run = runAtOrAfter(index) - STRIDE;
        int next = run + STRIDE;
        if (next < sealed.length && sealed[next] < index) {
            run = next;
        }
        if (run < 0) {
            return EMPTY;
        }
        return of(Arrays.copyOf(sealed, run), sealed[run], Math.min(sealed[run + 1], index - 1), sealed[run + 2]);
    }

    /** Without the entries at or below that index. */
    EpochRuns dropThrough(long index) {
        if (index >= to) {
            return EMPTY;
        }
        long[] kept = Arrays.copyOfRange(sealed, runAtOrAfter(index + 1), sealed.length);
        if (kept.length > 0) {
            kept[0] = Math.max(kept[0], index + 1);
        }
        return of(kept, Math.max(from, index + 1), to, epoch);
    }

    private EpochRuns join(EpochRuns higher) {
        if (higher.count == 0) {
            return this;
        }
        long higherFrom = higher.sealed.length > 0 ? higher.sealed[0] : higher.from;
        long higherEpoch = higher.sealed.length > 0 ? higher.sealed[2] : higher.epoch;
        if (higherFrom == to + 1 && higherEpoch == epoch) {
            return joinTouching(higher);
        }
        long[] joined = append(sealed, from, to, epoch);
        int lower = joined.length;
        joined = Arrays.copyOf(joined, lower + higher.sealed.length);
        System.arraycopy(higher.sealed, 0, joined, lower, higher.sealed.length);
        return new EpochRuns(joined, higher.from, higher.to, higher.epoch, count + higher.count);
    }

    /** My last run and the other's first are one. */
    private EpochRuns joinTouching(EpochRuns higher) {
        if (higher.sealed.length == 0) {
            return new EpochRuns(sealed, from, higher.to, epoch, count + higher.count);
        }
        long[] joined = Arrays.copyOf(sealed, sealed.length + higher.sealed.length);
        System.arraycopy(higher.sealed, 0, joined, sealed.length, higher.sealed.length);
        joined[sealed.length] = from;
        return new EpochRuns(joined, higher.from, higher.to, higher.epoch, count + higher.count);
    }

    private static EpochRuns of(long[] sealed, long from, long to, long epoch) {
        long count = to - from + 1;
        for (int run = 0; run < sealed.length; run += STRIDE) {
            count += sealed[run + 1] - sealed[run] + 1;
        }
        return new EpochRuns(sealed, from, to, epoch, count);
    }

    private static long[] append(long[] sealed, long from, long to, long epoch) {
        long[] longer = Arrays.copyOf(sealed, sealed.length + STRIDE);
        longer[sealed.length] = from;
        longer[sealed.length + 1] = to;
        longer[sealed.length + 2] = epoch;
        return longer;
    }
}
