/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Small records with a checksum in front that covers their key too, so that a record in the wrong place is no record. */
final class Sealed {
    private Sealed() {}

    static byte[] seal(byte[] key, byte[] content) {
        return ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(checksum(key, content, 0))
                .put(content)
                .array();
    }

    /** The content, positioned at its start. */
    static ByteBuffer unseal(byte[] key, byte[] record, String what) throws DamagedRecordException {
        if (record.length < Integer.BYTES || ByteBuffer.wrap(record).getInt() != checksum(key, record, Integer.BYTES)) {
            throw new DamagedRecordException(what + " is damaged: checksum mismatch");
        }
        return ByteBuffer.wrap(record, Integer.BYTES, record.length - Integer.BYTES)
                .slice();
    }

    private static int checksum(byte[] key, byte[] content, int from) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(content, from, content.length - from);
        return (int) crc.getValue();
    }
}
