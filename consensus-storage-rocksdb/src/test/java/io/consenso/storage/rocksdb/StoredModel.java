/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.spi.Storage;
import io.consenso.spi.Storage.GroupBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a storage should hold, group by group: the simplest thing that follows the contract of {@link Storage#write}. Immutable. */
record StoredModel(Map<String, Group> groups) {
    static final List<String> GROUPS = List.of("a", "b", "c");
    static final StoredModel EMPTY = of(Group.EMPTY);

    /**
     * One group.
     *
     * @param hardState the latest
     * @param floor compacted up to here
     * @param entries by index
     * @param snapshot the newest
     */
    record Group(
            Optional<Bytes> hardState,
            LogPosition floor,
            NavigableMap<Long, Entry> entries,
            Optional<Stored> snapshot) {
        static final Group EMPTY = new Group(Optional.empty(), LogPosition.ZERO, new TreeMap<>(), Optional.empty());

        static Group of(Log log, Optional<Stored> snapshot) {
            NavigableMap<Long, Entry> entries = new TreeMap<>();
            log.entries(1, Long.MAX_VALUE, Long.MAX_VALUE).forEach(entry -> entries.put(entry.index(), entry));
            return new Group(log.hardState(), log.floor(), entries, snapshot);
        }

        long last() {
            return entries.isEmpty() ? floor.index() : entries.lastKey();
        }

        LogPosition position(long index) {
            @Nullable Entry entry = entries.get(index);
            return entry == null ? floor : new LogPosition(index, entry.epoch());
        }

        Group with(Log.Batch batch) {
            NavigableMap<Long, Entry> changed = new TreeMap<>(entries);
            batch.truncateFrom().ifPresent(from -> changed.tailMap(from, true).clear());
            batch.entries().forEach(entry -> changed.put(entry.index(), entry));
            LogPosition newFloor =
                    batch.compactTo().filter(to -> to.index() > floor.index()).orElse(floor);
            changed.headMap(newFloor.index(), true).clear();
            return new Group(batch.hardState().or(() -> hardState), newFloor, changed, snapshot);
        }

        Group with(Optional<Stored> newest) {
            return new Group(hardState, floor, entries, newest);
        }

        /** The same in each process, as an enum's hash code is not. */
        private int checksum() {
            int sum = 0;
            for (Entry entry : entries.values()) {
                sum = sum * 31 + (int) (entry.index() * 31 + entry.epoch());
                sum = sum * 31 + entry.payload().crc32c();
            }
            return sum;
        }

        /** Few words that tell two states apart. */
        @Override
        public String toString() {
            return "["
                    + hardState
                            .map(state -> Integer.toHexString(state.crc32c()))
                            .orElse("-") + " floor " + floor.index() + "/" + floor.epoch() + ", "
                    + entries.size() + " entries to " + last() + " #" + Integer.toHexString(checksum())
                    + ", snapshot "
                    + snapshot.map(s -> s.meta().index() + "#" + Integer.toHexString(s.checksum()))
                            .orElse("-")
                    + "]";
        }
    }

    private static StoredModel of(Group each) {
        Map<String, Group> groups = new LinkedHashMap<>();
        GROUPS.forEach(name -> groups.put(name, each));
        return new StoredModel(groups);
    }

    /** What that storage holds. */
    static StoredModel read(Storage storage) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (String name : GROUPS) {
            groups.put(name, Group.of(storage.log(name), storage.snapshots(name).latest()));
        }
        return new StoredModel(groups);
    }

    Group group(String name) {
        return Objects.requireNonNull(groups.get(name));
    }

    StoredModel with(List<GroupBatch> batches) {
        StoredModel changed = this;
        for (GroupBatch batch : batches) {
            changed = changed.with(batch.group(), changed.group(batch.group()).with(batch.batch()));
        }
        return changed;
    }

    StoredModel withSnapshot(String name, Stored snapshot) {
        return with(name, group(name).with(Optional.of(snapshot)));
    }

    StoredModel withSnapshotsOf(StoredModel other) {
        StoredModel changed = this;
        for (String name : GROUPS) {
            changed = changed.with(name, group(name).with(other.group(name).snapshot()));
        }
        return changed;
    }

    private StoredModel with(String name, Group group) {
        Map<String, Group> changed = new LinkedHashMap<>(groups);
        changed.put(name, group);
        return new StoredModel(changed);
    }

    @Override
    public String toString() {
        return groups.toString();
    }
}
