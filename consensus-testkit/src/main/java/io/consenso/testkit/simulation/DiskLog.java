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
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One group's log on a disk: either as processes see it, page cache included, or as a power failure would leave it. */
final class DiskLog {
    final NavigableMap<Long, Entry> entries;
    final NavigableSet<Long> damaged;
    LogPosition floor = LogPosition.ZERO;
    Optional<Bytes> hardState = Optional.empty();
    boolean isHardStateDamaged;

    DiskLog() {
        entries = new TreeMap<>();
        damaged = new TreeSet<>();
    }

    private DiskLog(DiskLog from) {
        entries = new TreeMap<>(from.entries);
        damaged = new TreeSet<>(from.damaged);
        floor = from.floor;
        hardState = from.hardState;
        isHardStateDamaged = from.isHardStateDamaged;
    }

    DiskLog copy() {
        return new DiskLog(this);
    }

    long lastIndex() {
        return entries.isEmpty() ? floor.index() : entries.lastKey();
    }

    void apply(Log.Batch batch) {
        if (batch.hardState().isPresent()) {
            hardState = batch.hardState();
            isHardStateDamaged = false;
        }
        if (batch.truncateFrom().isPresent()) {
            long from = batch.truncateFrom().getAsLong();
            entries.tailMap(from, true).clear();
            damaged.tailSet(from, true).clear();
        }
        for (Entry entry : batch.entries()) {
            entries.put(entry.index(), entry);
            if (!damaged.isEmpty()) {
                damaged.remove(entry.index());
            }
        }
        if (batch.compactTo().isPresent()) {
            compact(batch.compactTo().get());
        }
    }

    private void compact(LogPosition to) {
        if (to.index() > floor.index()) {
            entries.headMap(to.index(), true).clear();
            damaged.headSet(to.index(), true).clear();
            floor = to;
        }
    }

    void damage(long index) {
        if (entries.containsKey(index)) {
            damaged.add(index);
        }
    }
}
