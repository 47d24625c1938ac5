/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.LogView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The log as the engine and the apply lane see it: what has been decided to be written, whether it is on disk yet or not. Recent entries are
 * in memory, older ones are read from the {@link Log}.
 *
 * <p>Guarded by its own lock; the disk is read outside of it, which is sound because only entries that are durable leave the memory.
 */
final class LogTail implements LogView {
    private final Log log;
    private final long cacheBytes;

    /** Entries at or above this index are in memory (or are holes); those below are in the log. */
    private long memoryFrom;

    private Entry[] ring = new Entry[256];
    private long last;
    private LogPosition floor;
    private long memoryBytes;
    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();

    private record InFlight(long batch, long lowestIndex) {}

    LogTail(Log log, long cacheBytes) {
        this.log = log;
        this.cacheBytes = cacheBytes;
        floor = log.floor();
        last = log.lastIndex();
        memoryFrom = last + 1;
    }

    /** Makes a change visible that is now on its way to the disk. */
    synchronized void append(long batch, Log.Batch change) {
        change.truncateFrom().ifPresent(this::truncate);
        if (!change.entries().isEmpty()) {
            inFlight.add(new InFlight(batch, change.entries().get(0).index()));
            for (Entry entry : change.entries()) {
                put(entry);
            }
        }
        change.compactTo().ifPresent(this::compact);
    }

    /** The writes up to and including this batch are on disk: their entries may leave the memory. */
    synchronized void persisted(long batch) {
        while (!inFlight.isEmpty() && inFlight.peek().batch() <= batch) {
            inFlight.poll();
        }
        long keepFrom = last + 1;
        for (InFlight write : inFlight) {
            keepFrom = Math.min(keepFrom, write.lowestIndex());
        }
        while (memoryBytes > cacheBytes && memoryFrom < keepFrom) {
            dropFirst();
        }
    }

    @Override
    public synchronized LogPosition floor() {
        return floor;
    }

    @Override
    public synchronized long lastIndex() {
        return last;
    }

    @Override
    public OptionalLong epochAt(long index) {
        synchronized (this) {
            if (index == floor.index()) {
                return OptionalLong.of(floor.epoch());
            }
            if (index < floor.index() || index > last) {
                return OptionalLong.empty();
            }
            if (index >= memoryFrom) {
                Entry entry = ring[slot(index)];
                return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.epoch());
            }
        }
        return log.epochAt(index);
    }

    @Override
    public List<Entry> entries(long from, long toExclusive, long bytesMax) {
        List<Entry> found = new ArrayList<>();
        long diskUntil;
        synchronized (this) {
            long start = Math.max(from, floor.index() + 1);
            diskUntil = Math.min(toExclusive, memoryFrom);
            if (start >= diskUntil) {
                collect(found, start, toExclusive, bytesMax);
                return found;
            }
        }
        found.addAll(log.entries(Math.max(from, firstIndex()), diskUntil, bytesMax));
        long next = found.isEmpty() ? diskUntil : found.get(found.size() - 1).index() + 1;
        boolean diskIsRead =
                next >= diskUntil || log.entries(next, diskUntil, 1).isEmpty();
        synchronized (this) {
            if (diskIsRead && diskUntil >= memoryFrom) {
                collect(found, diskUntil, toExclusive, bytesMax);
            }
        }
        return found;
    }

    private void collect(List<Entry> found, long from, long toExclusive, long bytesMax) {
        long bytes = 0;
        for (Entry entry : found) {
            bytes += entry.size();
        }
        for (long index = from; index < Math.min(toExclusive, last + 1); index++) {
            Entry entry = ring[slot(index)];
            if (entry == null) {
                continue;
            }
            bytes += entry.size();
            if (bytes > bytesMax && !found.isEmpty()) {
                return;
            }
            found.add(entry);
        }
    }

    private void put(Entry entry) {
        if (entry.index() < memoryFrom) {
            bringIntoMemory(entry.index());
        }
        while (entry.index() - memoryFrom >= ring.length) {
            grow();
        }
        Entry replaced = ring[slot(entry.index())];
        memoryBytes += entry.size() - (replaced == null ? 0 : replaced.size());
        ring[slot(entry.index())] = entry;
        last = Math.max(last, entry.index());
    }

    /** An entry that is in the log only is about to be replaced: from there on the memory must answer. */
    private void bringIntoMemory(long index) {
        long until = memoryFrom;
        while (last - index >= ring.length) {
            grow();
        }
        memoryFrom = index;
        for (Entry entry : log.entries(index, until, Long.MAX_VALUE)) {
            ring[slot(entry.index())] = entry;
            memoryBytes += entry.size();
        }
    }

    private void truncate(long from) {
        for (long index = Math.max(from, memoryFrom); index <= last; index++) {
            forget(index);
        }
        memoryFrom = Math.min(memoryFrom, from);
        last = Math.min(last, Math.max(from - 1, floor.index()));
    }

    private void compact(LogPosition position) {
        while (memoryFrom <= position.index() && memoryFrom <= last) {
            dropFirst();
        }
        floor = position;
        last = Math.max(last, position.index());
        memoryFrom = Math.max(memoryFrom, position.index() + 1);
    }

    private void dropFirst() {
        forget(memoryFrom);
        memoryFrom++;
    }

    private void forget(long index) {
        Entry entry = ring[slot(index)];
        if (entry != null) {
            memoryBytes -= entry.size();
            ring[slot(index)] = null;
        }
    }

    private int slot(long index) {
        return (int) (index & (ring.length - 1));
    }

    private void grow() {
        Entry[] old = ring;
        ring = new Entry[old.length * 2];
        Arrays.stream(old).forEach(entry -> {
            if (entry != null) {
                ring[slot(entry.index())] = entry;
            }
        });
    }
}
