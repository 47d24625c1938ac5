/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.nio.ByteBuffer;

/**
 * The database's own idea of whose it is: a log that was swapped or taken from a backup does not go with the identity file.
 *
 * @param storageId as in {@link Identity}
 * @param incarnation as in {@link Identity}, or one ahead of it when an open was cut short
 */
record StorageRecord(long storageId, long incarnation) {
    private static final byte[] KEY = Keys.of(Keys.STORAGE, 0);

    static byte[] key() {
        return KEY.clone();
    }

    byte[] encode() {
        return Sealed.seal(
                KEY,
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(storageId)
                        .putLong(incarnation)
                        .array());
    }

    static StorageRecord decode(byte[] record) throws DamagedRecordException {
        ByteBuffer content = Sealed.unseal(KEY, record, "the storage record");
        return new StorageRecord(content.getLong(), content.getLong());
    }
}
