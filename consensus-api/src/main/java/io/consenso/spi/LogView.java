/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import java.util.List;
import java.util.OptionalLong;

/**
 * The read side of a group's log. Indexes run from {@link #firstIndex()} to {@link #lastIndex()}; holes between them are legal (Multi-Paxos
 * fills slots out of order), so every caller that needs contiguity must check for it.
 *
 * <p>A read that fails (I/O error, checksum mismatch) throws {@link java.io.UncheckedIOException}, never answers "absent" instead.
 */
public interface LogView {
    /** The position up to which (inclusive) entries have been compacted away; {@link LogPosition#ZERO} in a fresh log. */
    LogPosition floor();

    /** The lowest index that can be present: one above the floor. */
    default long firstIndex() {
        return floor().index() + 1;
    }

    /** The highest index present, or {@code floor().index()} when there is none. */
    long lastIndex();

    /** The epoch of the entry at that index, or of the floor if it lies there; empty when there is no entry. */
    OptionalLong epochAt(long index);

    /**
     * Entries in ascending order of index, holes skipped, from one index (inclusive) to another (exclusive). Stops before the entry that
     * would make the sum of {@link Entry#size()} exceed the budget, but returns at least one entry if there is any in range.
     */
    List<Entry> entries(long from, long toExclusive, long bytesMax);
}
