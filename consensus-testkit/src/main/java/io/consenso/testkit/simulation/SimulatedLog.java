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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A group's log as a process reads it: what is not payload it has in memory since the log was opened, payloads it reads from the disk. */
final class SimulatedLog implements Log {
    private final DiskLog disk;

    SimulatedLog(DiskLog disk) {
        this.disk = disk;
    }

    @Override
    public Optional<Bytes> hardState() {
        return disk.hardState;
    }

    @Override
    public LogPosition floor() {
        return disk.floor;
    }

    @Override
    public long lastIndex() {
        return disk.lastIndex();
    }

    @Override
    public OptionalLong epochAt(long index) {
        if (index == disk.floor.index()) {
            return OptionalLong.of(disk.floor.epoch());
        }
        Entry entry = disk.entries.get(index);
        return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.epoch());
    }

    @Override
    public List<Entry> entries(long from, long toExclusive, long bytesMax) {
        if (from >= toExclusive) {
            return List.of();
        }
        List<Entry> read = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : disk.entries.subMap(from, true, toExclusive, false).values()) {
            bytes += entry.size();
            if (bytes > bytesMax && !read.isEmpty()) {
                break;
            }
            check(entry.index());
            read.add(entry);
        }
        return read;
    }

    private void check(long index) {
        if (!disk.damaged.isEmpty() && disk.damaged.contains(index)) {
            throw new UncheckedIOException(new IOException("the checksum of entry " + index + " does not match"));
        }
    }
}
