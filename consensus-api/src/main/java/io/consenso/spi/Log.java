/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import io.consenso.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One group's log as it is stored. Reads only; every change goes through {@link Storage#write}. Reads may run on any thread, also while a
 * write is in progress: they see the log either before or after it.
 */
public interface Log extends LogView {
    /** The latest hard state that was written. */
    Optional<Bytes> hardState();

    /**
     * One atomic change to a group's log. The parts take effect in the order in which they are listed, all or none.
     *
     * @param hardState replaces the hard state
     * @param truncateFrom deletes every entry at or above this index; nothing is deleted unless told
     * @param entries put by index, in ascending order; an entry replaces the one at its index
     * @param compactTo deletes every entry at or below this position and makes it the floor; never lower than the floor that is
     */
    record Batch(
            Optional<Bytes> hardState,
            OptionalLong truncateFrom,
            List<Entry> entries,
            Optional<LogPosition> compactTo) {
        /** Changes nothing. */
        public static final Batch EMPTY =
                new Batch(Optional.empty(), OptionalLong.empty(), List.of(), Optional.empty());

        /** Copies the list. */
        public Batch {
            entries = List.copyOf(entries);
        }

        /** Whether the batch changes nothing. */
        public boolean isEmpty() {
            return !mustBeDurable() && compactTo.isEmpty();
        }

        /** Whether anything depends on the batch reaching the disk: compaction alone may be lost in a crash without harm. */
        public boolean mustBeDurable() {
            return hardState.isPresent() || truncateFrom.isPresent() || !entries.isEmpty();
        }
    }
}
