/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One group's log on a disk, as processes see it, page cache included. */
final class DiskLog {
    final NavigableMap<Long, Entry> entries = new TreeMap<>();
    final Set<Long> damaged = new HashSet<>();
    LogPosition floor = LogPosition.ZERO;
    Optional<Bytes> hardState = Optional.empty();

    long lastIndex() {
        return entries.isEmpty() ? floor.index() : entries.lastKey();
    }

    /** Applies the batch and returns what takes it back. */
    Undo apply(Log.Batch batch) {
        Undo undo = new Undo(hardState, floor);
        batch.hardState().ifPresent(state -> hardState = Optional.of(state));
        batch.truncateFrom().ifPresent(from -> move(entries.tailMap(from, true), undo.truncated));
        for (Entry entry : batch.entries()) {
            damaged.remove(entry.index());
            Entry replaced = entries.put(entry.index(), entry);
            if (replaced == null) {
                undo.added.add(entry.index());
            } else {
                undo.replaced.add(replaced);
            }
        }
        batch.compactTo().filter(to -> to.index() > floor.index()).ifPresent(to -> {
            move(entries.headMap(to.index(), true), undo.compacted);
            floor = to;
        });
        return undo;
    }

    /** Takes back the newest batch that was not taken back yet. */
    void revert(Undo undo) {
        // The reverse of the order in which a batch takes effect.
        floor = undo.floor;
        putAll(undo.compacted);
        undo.added.forEach(entries::remove);
        putAll(undo.replaced);
        putAll(undo.truncated);
        hardState = undo.hardState;
    }

    private void putAll(Collection<Entry> back) {
        back.forEach(entry -> entries.put(entry.index(), entry));
    }

    private static void move(SortedMap<Long, Entry> from, List<Entry> to) {
        to.addAll(from.values());
        from.clear();
    }

    /** What a batch removed or replaced. */
    static final class Undo {
        private final Optional<Bytes> hardState;
        private final LogPosition floor;
        private final List<Entry> truncated = new ArrayList<>(0);
        private final List<Long> added = new ArrayList<>();
        private final List<Entry> replaced = new ArrayList<>(0);
        private final List<Entry> compacted = new ArrayList<>(0);

        Undo(Optional<Bytes> hardState, LogPosition floor) {
            this.hardState = hardState;
            this.floor = floor;
        }
    }
}
