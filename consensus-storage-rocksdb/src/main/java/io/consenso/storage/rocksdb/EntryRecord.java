/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * An entry as it is stored: CRC-32C (4 bytes), epoch (8), kind (1), payload. The checksum covers the key as well, so an entry of another
 * group or index is not taken for this one.
 */
final class EntryRecord {
    static final int HEADER = Integer.BYTES + Long.BYTES + 1;
    private static final int EPOCH = Integer.BYTES;
    private static final int KIND = EPOCH + Long.BYTES;
    private static final Entry.Kind[] KINDS = Entry.Kind.values();

    private EntryRecord() {}

    /** Writes the header of the entry to the buffer, after the key has gone through the checksum. */
    @SuppressWarnings("EnumOrdinal") // the order of the kinds is part of the stored format, says their Javadoc
    static void putHeader(CRC32C crcOfKey, Entry entry, ByteBuffer target) {
        int start = target.position();
        target.putInt(0).putLong(entry.epoch()).put((byte) entry.kind().ordinal());
        ByteBuffer covered = target.duplicate().flip().position(start + EPOCH);
        crcOfKey.update(covered);
        entry.payload().updateChecksum(crcOfKey);
        target.putInt(start, (int) crcOfKey.getValue());
    }

    /** Reads an entry; the array becomes part of it. */
    static Entry decode(String group, int number, long index, byte[] record) throws DamagedRecordException {
        ByteBuffer buffer = ByteBuffer.wrap(record);
        long epoch = verify(group, number, index, buffer);
        return new Entry(index, epoch, KINDS[record[KIND]], Bytes.wrap(record, HEADER, record.length - HEADER));
    }

    /** Checks the record that remains in the buffer and returns its epoch; the buffer's position is lost. */
    static long verify(String group, int number, long index, ByteBuffer record) throws DamagedRecordException {
        if (record.remaining() < HEADER) {
            throw new DamagedRecordException(group, index, "it has " + record.remaining() + " bytes");
        }
        int start = record.position();
        int stored = record.getInt(start);
        long epoch = record.getLong(start + EPOCH);
        int kind = record.get(start + KIND);
        CRC32C crc = new CRC32C();
        crc.update(Keys.of(number, index));
        crc.update(record.position(start + EPOCH));
        if (stored != (int) crc.getValue()) {
            throw new DamagedRecordException(group, index, "checksum mismatch");
        }
        // What follows passed the checksum: it was written so, by a newer version perhaps.
        if (kind < 0 || kind >= KINDS.length || epoch < 1) {
            throw new DamagedRecordException(group, index, "unknown kind " + kind + " or epoch " + epoch);
        }
        return epoch;
    }
}
