/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A log in memory, holes allowed. */
public final class MemoryLog implements Log {
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private LogPosition floor = LogPosition.ZERO;
    private Optional<Bytes> hardState = Optional.empty();

    /** Empty. */
    public MemoryLog() {}

    /** One that changes independently. */
    public MemoryLog copy() {
        MemoryLog copy = new MemoryLog();
        copy.entries.putAll(entries);
        copy.floor = floor;
        copy.hardState = hardState;
        return copy;
    }

    /** Makes the change. */
    public void apply(Log.Batch batch) {
        if (batch.hardState().isPresent()) {
            hardState = batch.hardState();
        }
        batch.truncateFrom().ifPresent(from -> entries.tailMap(from, true).clear());
        batch.entries().forEach(entry -> entries.put(entry.index(), entry));
        batch.compactTo().ifPresent(to -> {
            entries.headMap(to.index(), true).clear();
            floor = to;
        });
    }

    /** Everything is gone. */
    public void clear() {
        entries.clear();
        floor = LogPosition.ZERO;
        hardState = Optional.empty();
    }

    /** Every entry, in order. */
    public List<Entry> all() {
        return List.copyOf(entries.values());
    }

    @Override
    public Optional<Bytes> hardState() {
        return hardState;
    }

    @Override
    public LogPosition floor() {
        return floor;
    }

    @Override
    public long lastIndex() {
        return entries.isEmpty() ? floor.index() : Math.max(floor.index(), entries.lastKey());
    }

    @Override
    public OptionalLong epochAt(long index) {
        if (index == floor.index()) {
            return OptionalLong.of(floor.epoch());
        }
        Entry entry = entries.get(index);
        return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.epoch());
    }

    @Override
    public List<Entry> entries(long from, long toExclusive, long bytesMax) {
        if (from >= toExclusive) {
            return List.of();
        }
        List<Entry> taken = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : entries.subMap(from, true, toExclusive, false).values()) {
            bytes += entry.size();
            if (bytes > bytesMax && !taken.isEmpty()) {
                break;
            }
            taken.add(entry);
        }
        return taken;
    }

    /** The floor and each entry as index and epoch, such as {@code 2.1| 3.1 4.2}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(floor.index() + "." + floor.epoch() + "|");
        entries.values()
                .forEach(e -> text.append(' ').append(e.index()).append('.').append(e.epoch()));
        return text.toString();
    }
}
