/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.spi.Entry;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class EntryRecordTest {
    private final Entry entry = Writes.entry(17, 3);

    private byte[] encode() {
        ByteBuffer buffer =
                ByteBuffer.allocate(EntryRecord.HEADER + entry.payload().length());
        CRC32C crc = new CRC32C();
        crc.update(Keys.of(2, 17));
        EntryRecord.putHeader(crc, entry, buffer);
        entry.payload().copyTo(buffer);
        return buffer.array();
    }

    @Test
    void readsBackWhatItWrote() throws DamagedRecordException {
        assertThat(EntryRecord.decode("g", 2, 17, encode())).isEqualTo(entry);
    }

    @Test
    void noticesEveryFlippedBit() {
        for (int bit = 0; bit < 8 * encode().length; bit++) {
            byte[] record = encode();
            record[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> EntryRecord.decode("g", 2, 17, record))
                    .isInstanceOf(DamagedRecordException.class)
                    .hasMessageContaining("group 'g', entry 17");
        }
    }

    @Test
    void isNotTakenForAnotherEntry() {
        assertThatThrownBy(() -> EntryRecord.decode("g", 2, 18, encode())).isInstanceOf(DamagedRecordException.class);
        assertThatThrownBy(() -> EntryRecord.decode("h", 3, 17, encode())).isInstanceOf(DamagedRecordException.class);
    }

    @Test
    void noticesARecordThatIsTooShort() {
        assertThatThrownBy(() -> EntryRecord.decode("g", 2, 17, new byte[5]))
                .isInstanceOf(DamagedRecordException.class);
    }
}
