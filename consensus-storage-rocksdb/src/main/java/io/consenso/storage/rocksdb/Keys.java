/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.nio.ByteBuffer;

/**
 * Where things are in the database. A key is the number of a group (4 bytes) and an index (8 bytes), big-endian, so that a group's entries
 * lie together in order. Entries count from 1; index 0 holds the group's {@link GroupRecord}. Group 0 is the storage itself: at index 0
 * its {@link StorageRecord}, at index n the name of group n.
 */
final class Keys {
    static final int LENGTH = Integer.BYTES + Long.BYTES;
    static final int STORAGE = 0;

    private Keys() {}

    static byte[] of(int group, long index) {
        return ByteBuffer.allocate(LENGTH).putInt(group).putLong(index).array();
    }

    static int group(byte[] key) {
        return ByteBuffer.wrap(key).getInt();
    }

    static long index(byte[] key) {
        return ByteBuffer.wrap(key).getLong(Integer.BYTES);
    }
}
