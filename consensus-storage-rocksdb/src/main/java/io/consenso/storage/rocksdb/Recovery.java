/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.spi.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the whole database once when a storage is opened: every record's checksum, every group's end and count. What it lets through is
 * complete; afterwards memory knows where each entry is.
 */
final class Recovery {
    private final Database database;
    private final ByteBuffer entryKey = ByteBuffer.allocateDirect(Keys.LENGTH);
    private ByteBuffer value = ByteBuffer.allocateDirect(256 << 10);

    Recovery(Database database) {
        this.database = database;
    }

    /** The names of all groups by their number. */
    private SortedMap<Integer, String> names() throws IOException {
        SortedMap<Integer, String> names = new TreeMap<>();
        try (Cursor cursor = database.scan()) {
            boolean present = cursor.seek(Keys.of(Keys.STORAGE, 1));
            while (present && Keys.group(cursor.key()) == Keys.STORAGE) {
                byte[] key = cursor.key();
                ByteBuffer name = Sealed.unseal(key, cursor.value(), "the name of group " + Keys.index(key));
                names.put(
                        (int) Keys.index(key),
                        StandardCharsets.UTF_8.decode(name).toString());
                present = cursor.next();
            }
            if (present && !names.containsKey(Keys.group(cursor.key()))) {
                throw new DamagedRecordException("group " + Keys.group(cursor.key()) + " has entries and no name");
            }
        }
        return names;
    }

    /**
     * A group as it was found.
     *
     * @param number in the keys
     * @param name its name
     * @param state what memory has to know of its log
     */
    record Found(int number, String name, LogState state) {}

    /** All groups in the order of their numbers. */
    List<Found> groups() throws IOException {
        List<Found> groups = new ArrayList<>();
        SortedMap<Integer, String> names = names();
        try (Cursor cursor = database.scan()) {
            for (Map.Entry<Integer, String> name : names.entrySet()) {
                LogState state = log(cursor, name.getValue(), name.getKey());
                groups.add(new Found(name.getKey(), name.getValue(), state));
            }
        }
        return groups;
    }

    private LogState log(Cursor cursor, String group, int number) throws IOException {
        byte[] key = Keys.of(number, 0);
        boolean present = cursor.seek(key);
        GroupRecord record = new GroupRecord(LogPosition.ZERO, 0, 0, null);
        long purgedTo = 0;
        if (present && Arrays.equals(cursor.key(), key)) {
            record = GroupRecord.decode(group, key, cursor.value());
            present = cursor.next();
            boolean isEntry = present && Keys.group(cursor.key()) == number;
            purgedTo = Math.min(record.floor().index(), isEntry ? Keys.index(cursor.key()) - 1 : Long.MAX_VALUE);
            if (isEntry && purgedTo < record.floor().index()) {
                present = cursor.seek(Keys.of(number, record.floor().index() + 1));
            }
        }
        EpochRuns runs = entries(cursor, present, group, number);
        LogState state = new LogState(record.hardState(), record.floor(), runs, purgedTo, 0);
        if (state.last() != record.last() || runs.count() != record.count()) {
            throw new DamagedRecordException("group '" + group + "' has lost entries: written were " + record.count()
                    + " up to index " + record.last() + ", found are " + runs.count() + " up to index "
                    + state.last());
        }
        return state;
    }

    private EpochRuns entries(Cursor cursor, boolean first, String group, int number) throws IOException {
        EpochRuns runs = EpochRuns.EMPTY;
        for (boolean present = first; present; present = cursor.next()) {
            cursor.key(entryKey);
            if (entryKey.getInt(0) != number) {
                break;
            }
            long index = entryKey.getLong(Integer.BYTES);
            runs = runs.with(index, EntryRecord.verify(group, number, index, value(cursor)));
        }
        return runs;
    }

    private ByteBuffer value(Cursor cursor) {
        int length = cursor.value(value.clear());
        if (length > value.capacity()) {
            value = ByteBuffer.allocateDirect(Integer.highestOneBit(length) << 1);
            cursor.value(value.clear());
        }
        return value;
    }
}
