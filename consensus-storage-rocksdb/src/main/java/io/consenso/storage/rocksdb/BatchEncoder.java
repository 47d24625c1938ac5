/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.spi.Entry;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Collects one atomic write. Its native batch and its buffers are used again and again. Not safe for concurrent use. */
final class BatchEncoder implements AutoCloseable {
    /** Larger records go through the heap: not worth keeping so much native memory for. */
    private static final int BUFFER_BYTES = 256 << 10;

    /** A batch that has grown beyond this is given back. */
    private static final int BATCH_BYTES_KEPT = 4 << 20;

    private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.LENGTH);
    private final ByteBuffer value = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final CRC32C crc = new CRC32C();
    private WriteBatch batch = new WriteBatch();

    /** Forgets what was collected. */
    void reset() {
        if (batch.getDataSize() > BATCH_BYTES_KEPT) {
            batch.close();
            batch = new WriteBatch();
        } else {
            batch.clear();
        }
    }

    WriteBatch batch() {
        return batch;
    }

    void putEntry(int group, Entry entry) throws RocksDBException {
        key.clear().putInt(group).putLong(entry.index()).flip();
        crc.reset();
        crc.update(key);
        int length = EntryRecord.HEADER + entry.payload().length();
        if (length > value.capacity()) {
            ByteBuffer large = ByteBuffer.allocate(length);
            encode(entry, large);
            batch.put(Keys.of(group, entry.index()), large.array());
        } else {
            encode(entry, value.clear());
            batch.put(key.rewind(), value.flip());
        }
    }

    private void encode(Entry entry, ByteBuffer target) {
        EntryRecord.putHeader(crc, entry, target);
        entry.payload().copyTo(target);
    }

    /** Deletes a group's entries from one index to another, both inclusive. */
    void deleteEntries(int group, long from, long to) throws RocksDBException {
        batch.deleteRange(Keys.of(group, from), Keys.of(group, to + 1));
    }

    void put(byte[] recordKey, byte[] record) throws RocksDBException {
        batch.put(recordKey, record);
    }

    @Override
    public void close() {
        batch.close();
    }
}
