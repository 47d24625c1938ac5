/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.Bytes;
import io.consenso.spi.LogPosition;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about a group beside its entries, rewritten with every write to the group. Where its log ends and how many entries it has
 * is there so that a log from which something went missing is recognised, holes notwithstanding.
 *
 * @param floor compacted up to here
 * @param last the highest index present; the floor's when there is none
 * @param count how many entries are present above the floor
 * @param hardState the engine's; null when none was written yet
 */
record GroupRecord(
        LogPosition floor, long last, long count, @Nullable Bytes hardState) {
    private static final int FIXED = 4 * Long.BYTES + 1;

    byte[] encode(byte[] key) {
        Bytes state = hardState == null ? Bytes.EMPTY : hardState;
        ByteBuffer content = ByteBuffer.allocate(FIXED + state.length())
                .putLong(floor.index())
                .putLong(floor.epoch())
                .putLong(last)
                .putLong(count)
                .put((byte) (hardState == null ? 0 : 1));
        state.copyTo(content);
        return Sealed.seal(key, content.array());
    }

    static GroupRecord decode(String group, byte[] key, byte[] record) throws DamagedRecordException {
        ByteBuffer content = Sealed.unseal(key, record, "the record of group '" + group + "'");
        LogPosition floor = new LogPosition(content.getLong(), content.getLong());
        long last = content.getLong();
        long count = content.getLong();
        boolean hasHardState = content.get() == 1;
        return new GroupRecord(floor, last, count, hasHardState ? Bytes.of(content) : null);
    }
}
