/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HeaderedFrameProperties {
    @Property
    void headerAndPayloadsComeBack(
            @ForAll @Size(max = 20_000) byte[] header, @ForAll @Size(max = 3) List<@Size(max = 300) byte[]> payloads)
            throws MalformedFrameException {
        List<Entry> entries = new ArrayList<>();
        for (byte[] payload : payloads) {
            entries.add(entry(entries.size() + 1, Bytes.of(payload)));
        }
        HeaderedFrame decoded =
                HeaderedFrame.decode(HeaderedFrame.encode(header, entries).toBytes());
        assertThat(decoded.header()).isEqualTo(Bytes.of(header));
        assertThat(decoded.payloads())
                .isEqualTo(Bytes.concat(entries.stream().map(Entry::payload).toList()));
    }

    @Example
    void theLengthIsAVarint() {
        assertThat(HeaderedFrame.encode(new byte[127], List.of()).toBytes().slice(0, 1))
                .isEqualTo(Bytes.of((byte) 127));
        assertThat(HeaderedFrame.encode(new byte[128], List.of()).toBytes().slice(0, 2))
                .isEqualTo(Bytes.of((byte) 0x80, (byte) 1));
        assertThat(HeaderedFrame.encode(new byte[16_384], List.of()).toBytes().slice(0, 3))
                .isEqualTo(Bytes.of((byte) 0x80, (byte) 0x80, (byte) 1));
    }

    @Example
    void payloadsAreNotCopiedAndEmptyOnesSkipped() {
        Bytes payload = Bytes.ofUtf8("payload");
        Frame frame = HeaderedFrame.encode(new byte[] {7}, List.of(entry(1, Bytes.EMPTY), entry(2, payload)));
        assertThat(frame.parts()).hasSize(2);
        assertThat(frame.parts().get(0)).isEqualTo(Bytes.of((byte) 1, (byte) 7));
        assertThat(frame.parts().get(1)).isSameAs(payload);
    }

    @Property
    void aLengthBeyondTheFrameIsMalformed(
            @ForAll @IntRange(max = 300) int length, @ForAll @IntRange(max = 300) int cut) {
        Bytes whole = HeaderedFrame.encode(new byte[length], List.of()).toBytes();
        Bytes torn = whole.slice(0, whole.length() - 1 - Math.min(cut, length));
        assertThatThrownBy(() -> HeaderedFrame.decode(torn)).isInstanceOf(MalformedFrameException.class);
    }

    @Example
    void aLengthThatDoesNotEndOrIsBeyondAllLengthsIsMalformed() {
        byte more = (byte) 0xff;
        assertThatThrownBy(() -> HeaderedFrame.decode(Bytes.EMPTY)).hasMessageContaining("does not end");
        assertThatThrownBy(() -> HeaderedFrame.decode(Bytes.of(more, more))).hasMessageContaining("does not end");
        assertThatThrownBy(() -> HeaderedFrame.decode(Bytes.of(more, more, more, more, more, (byte) 0)))
                .hasMessageContaining("does not end");
        assertThatThrownBy(() -> HeaderedFrame.decode(Bytes.of(more, more, more, more, (byte) 0x7f)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("34359738367 bytes");
    }

    private static Entry entry(long index, Bytes payload) {
        return new Entry(index, 1, Entry.Kind.COMMANDS, payload);
    }
}
