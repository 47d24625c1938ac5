/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.spi.MalformedFrameException;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class WireProperties {
    @Property(tries = 300)
    void framesAreReadBackHoweverTheirBytesAreCut(
            @ForAll @Size(max = 5) List<byte[]> payloads,
            @ForAll String group,
            @ForAll @IntRange(min = 1, max = 40) int piece)
            throws MalformedFrameException {
        List<Received> read = new ArrayList<>();
        for (byte[] body : read(stream(group, payloads), piece)) {
            read.add(Received.parse(body));
        }
        // A lone surrogate has no UTF-8; what stands for it must be the same on both sides.
        Optional<String> asCarried = Optional.of(new String(Bytes.ofUtf8(group).toArray(), StandardCharsets.UTF_8));
        assertThat(read)
                .isEqualTo(payloads.stream()
                        .map(payload -> new Received(asCarried, Bytes.of(payload)))
                        .toList());
    }

    @Property(tries = 300)
    void noSingleDamagedBitIsDelivered(@ForAll byte[] payload, @ForAll @IntRange(min = 0) int damage) {
        byte[] bytes = stream("g", List.of(payload));
        // The length is left alone: a longer one makes the reader wait for more.
        int bit = (Integer.BYTES + Integer.BYTES) * 8 + damage % ((bytes.length - 8) * 8);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertThatThrownBy(() -> read(bytes, bytes.length)).isInstanceOf(MalformedFrameException.class);
    }

    private static byte[] stream(String group, List<byte[]> payloads) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(Bytes.of(new byte[] {'C', 'N', 'S', 'O'}));
        payloads.forEach(payload -> parts.add(Bytes.wrap(FakePeer.frameBytes(group, Bytes.of(payload)))));
        return Bytes.concat(parts).toArray();
    }

    private static List<byte[]> read(byte[] bytes, int piece) {
        FrameReader reader = new FrameReader();
        reader.allow(1 << 20);
        EmbeddedChannel channel = new EmbeddedChannel(reader);
        for (int at = 0; at < bytes.length; at += piece) {
            channel.writeInbound(
                    Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece))));
        }
        List<byte[]> bodies = new ArrayList<>();
        for (byte[] body = channel.readInbound(); body != null; body = channel.readInbound()) {
            bodies.add(body);
        }
        channel.finish();
        return bodies;
    }
}
