/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** An iterator that cannot mistake damage for the end: RocksDB's own just stops there. For one thread. */
final class Cursor implements AutoCloseable {
    private final RocksIterator iterator;
    private final Database.Shared shared;

    Cursor(RocksIterator iterator, Database.Shared shared) {
        this.iterator = iterator;
        this.shared = shared;
    }

    /** Goes to the first key at or above this one. Whether there is one. */
    boolean seek(byte[] key) throws IOException {
        iterator.seek(key);
        return isValid();
    }

    /** Goes to the next key. Whether there is one. */
    boolean next() throws IOException {
        iterator.next();
        return isValid();
    }

    private boolean isValid() throws IOException {
        if (iterator.isValid()) {
            return true;
        }
        try {
            iterator.status();
            return false;
        } catch (RocksDBException e) {
            throw new IOException("reading the log failed: " + e.getMessage(), e);
        }
    }

    byte[] key() {
        return iterator.key();
    }

    /** Copies the key into the direct buffer, from its start. */
    void key(ByteBuffer target) {
        iterator.key(target.clear());
    }

    byte[] value() {
        return iterator.value();
    }

    /** Copies as much of the value as fits into the direct buffer and returns how long it is. */
    int value(ByteBuffer target) {
        return iterator.value(target);
    }

    @Override
    public void close() {
        iterator.close();
        shared.close();
    }
}
