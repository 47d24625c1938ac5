/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import org.junit.jupiter.api.Test;

class EntryReaderTest {
    private final EntryReader reader = new EntryReader(Bytes.ofUtf8("abcde"));

    @Test
    void cutsThePayloadsInOrder() {
        assertThat(reader.next(4, 2, 1, 2)).isEqualTo(new Entry(4, 2, Entry.Kind.COMMANDS, Bytes.ofUtf8("ab")));
        assertThat(reader.next(5, 2, 0, 0)).isEqualTo(new Entry(5, 2, Entry.Kind.NOOP, Bytes.EMPTY));
        assertThat(reader.next(7, 3, 2, 3)).isEqualTo(new Entry(7, 3, Entry.Kind.MEMBERSHIP, Bytes.ofUtf8("cde")));
        reader.end();
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(8, 3, 1, 1));
    }

    @Test
    void refusesALengthThatIsNegativeOrBeyondTheFrame() {
        reader.next(1, 1, 1, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(2, 1, 1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(2, 1, 1, Integer.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(2, 1, 1, -1));
    }

    @Test
    void refusesBytesBehindTheLastPayload() {
        reader.next(1, 1, 1, 4);
        assertThatIllegalArgumentException().isThrownBy(reader::end);
    }

    @Test
    void refusesAnIndexAnEpochOrAKindThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(1, 1, 3, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.next(1, 1, -1, 1));
    }

    @Test
    void everyKindHasANumberThatLeadsBackToIt() {
        for (Entry.Kind kind : Entry.Kind.values()) {
            assertThat(reader.next(1, 1, EntryReader.number(kind), 0).kind()).isEqualTo(kind);
        }
    }
}
