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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;

/** One group's log. All but the payloads is answered from memory, without a lock. */
final class RocksLog implements Log {
    private final String group;
    private final int number;
    private final Database database;
    private final Lock writing;
    private volatile LogState state;

    /** @param writing held during each write, from before it reaches the database until after {@link #publish} */
    RocksLog(String group, int number, Database database, Lock writing, LogState state) {
        this.group = group;
        this.number = number;
        this.database = database;
        this.writing = writing;
        this.state = state;
    }

    String group() {
        return group;
    }

    int number() {
        return number;
    }

    LogState state() {
        return state;
    }

    /** Makes a write visible that is in the database. */
    void publish(LogState written) {
        state = written;
    }

    @Override
    public Optional<Bytes> hardState() {
        return Optional.ofNullable(state.hardState());
    }

    @Override
    public LogPosition floor() {
        return state.floor();
    }

    @Override
    public long lastIndex() {
        return state.last();
    }

    @Override
    public OptionalLong epochAt(long index) {
        LogState now = state;
        if (index == now.floor().index()) {
            return OptionalLong.of(now.floor().epoch());
        }
        long epoch = now.runs().epochAt(index);
        return epoch == 0 ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    @Override
    public List<Entry> entries(long from, long toExclusive, long bytesMax) {
        try {
            try {
                return read(state, from, toExclusive, bytesMax);
            } catch (DamagedRecordException e) {
                // A write may be in the database and not yet in memory; what still does not fit when none is under way
                // is damage.
                writing.lock();
                try {
                    return read(state, from, toExclusive, bytesMax);
                } finally {
                    writing.unlock();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("group '" + group + "', entries from " + from + ": " + e.getMessage(), e);
        }
    }

    private List<Entry> read(LogState now, long from, long toExclusive, long bytesMax) throws IOException {
        EpochRuns runs = now.runs();
        long first = runs.atOrAfter(Math.max(from, now.floor().index() + 1));
        if (first == 0 || first >= toExclusive) {
            return List.of();
        }
        long second = runs.atOrAfter(first + 1);
        if (second == 0 || second >= toExclusive) {
            return List.of(readOne(runs, first));
        }
        return readMany(runs, first, toExclusive, bytesMax);
    }

    private Entry readOne(EpochRuns runs, long index) throws IOException {
        byte[] record = database.get(Keys.of(number, index));
        if (record == null) {
            throw new DamagedRecordException(group, index, "it is missing");
        }
        return checked(runs, index, record);
    }

    /** Asks for exactly the entries that memory knows, so that the iterator neither skips one in silence nor runs past the last. */
    private List<Entry> readMany(EpochRuns runs, long first, long toExclusive, long bytesMax) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        try (Cursor cursor = database.cursor()) {
            boolean present = cursor.seek(Keys.of(number, first));
            for (long index = first; index != 0 && index < toExclusive; index = runs.atOrAfter(index + 1)) {
                if (index != first) {
                    present = cursor.next();
                }
                if (!present || !Arrays.equals(cursor.key(), Keys.of(number, index))) {
                    throw new DamagedRecordException(group, index, "it is missing");
                }
                Entry entry = checked(runs, index, cursor.value());
                bytes += entry.size();
                if (bytes > bytesMax && !entries.isEmpty()) {
                    break;
                }
                entries.add(entry);
                if (bytes >= bytesMax) {
                    break;
                }
            }
        }
        return entries;
    }

    private Entry checked(EpochRuns runs, long index, byte[] record) throws DamagedRecordException {
        Entry entry = EntryRecord.decode(group, number, index, record);
        if (entry.epoch() != runs.epochAt(index)) {
            throw new DamagedRecordException(
                    group, index, "its epoch is " + entry.epoch() + ", written was " + runs.epochAt(index));
        }
        return entry;
    }

    @Override
    public String toString() {
        return "log of group '" + group + "' up to " + lastIndex();
    }
}
