/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Frame;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bytes that make no sense end the connection that they came over, and nothing else: b and c stay connected throughout. */
@ExtendWith(NoLeaks.class)
class ForeignBytesTest {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final PeerId C = PeerId.of("c");
    private static final Bytes MARK = Bytes.ofUtf8("mark");

    private Cluster cluster;
    private NettyTransport b;
    private Recorder recorder;
    private LogCapture log;

    @BeforeEach
    void open() throws IOException {
        log = new LogCapture();
        cluster = new Cluster(List.of(A, B, C));
        b = cluster.start(B, options -> options.withFrameBytesMax(1000));
        cluster.start(C, options -> options.withFrameBytesMax(1000));
        cluster.awaitConnected();
        recorder = new Recorder();
        b.subscribe("g", recorder);
    }

    @AfterEach
    void othersAreNotDisturbedAndOneLineSaysWhatHappened() {
        cluster.get(C).send("g", B, Frame.of(MARK));
        recorder.awaitFrame(MARK);
        assertThat(recorder.disconnects).doesNotContain(C);
        assertThat(b.stats().badFrames()).isEqualTo(1);
        assertThat(log.warnings("b")).hasSize(1);
        cluster.close();
        log.close();
    }

    @Test
    void anHttpRequestEndsItsConnection() throws IOException {
        stranger("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(US_ASCII));
        assertThat(log.warnings("b").get(0)).contains("they do not speak this protocol, they began with 0x47455420");
    }

    @Test
    void randomBytesEndTheirConnection() throws IOException {
        byte[] garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);
        stranger(garbage);
    }

    @Test
    void theRightMagicAndALongLengthEndTheirConnection() throws IOException {
        try (FakePeer stranger = FakePeer.dial(b.address())) {
            stranger.magic().raw(FakePeer.prefix(1 << 30, 0)).awaitClosed();
        }
        assertThat(log.warnings("b").get(0)).contains("a frame of 1073741824 bytes, the limit is 4096");
    }

    @Test
    void anOversizedFrameEndsItsConnection() throws IOException {
        afterHandshake(FakePeer.frameBytes("g", Bytes.wrap(new byte[10_000])));
        assertThat(log.warnings("b").get(0)).contains("a frame of 10004 bytes");
    }

    @Test
    void aNegativeLengthEndsItsConnection() throws IOException {
        afterHandshake(FakePeer.prefix(-1, 0));
        assertThat(log.warnings("b").get(0)).contains("a frame of 4294967295 bytes");
    }

    @Test
    void aFrameWithoutReadableHeaderEndsItsConnection() throws IOException {
        Bytes headerBeyondTheEnd = Bytes.of((byte) 100, (byte) 1);
        byte[] prefix = FakePeer.prefix(headerBeyondTheEnd.length(), headerBeyondTheEnd.crc32c());
        afterHandshake(
                Bytes.concat(List.of(Bytes.wrap(prefix), headerBeyondTheEnd)).toArray());
        assertThat(log.warnings("b").get(0)).contains("a frame without a readable header");
    }

    @Test
    void aDamagedFrameEndsItsConnectionAfterThoseBeforeIt() throws IOException {
        byte[] damaged = FakePeer.frameBytes("g", Bytes.ofUtf8("second"));
        damaged[damaged.length - 1] ^= 1;
        try (FakePeer a = FakePeer.connected(b.address(), "a", "b")) {
            a.frame("g", Bytes.ofUtf8("first")).raw(damaged).frame("g", Bytes.ofUtf8("third"));
            a.awaitClosed();
        } finally {
            Await.sure("onDisconnect", () -> recorder.disconnects.equals(List.of(A)));
            assertThat(recorder.frames).containsExactly(Bytes.ofUtf8("first"));
        }
        assertThat(log.warnings("b").get(0)).contains("connection to a", "checksum");
    }

    private void stranger(byte[] bytes) throws IOException {
        try (FakePeer stranger = FakePeer.dial(b.address())) {
            stranger.raw(bytes).awaitClosed();
        }
    }

    private void afterHandshake(byte[] bytes) throws IOException {
        try (FakePeer a = FakePeer.connected(b.address(), "a", "b")) {
            a.raw(bytes).awaitClosed();
        }
    }
}
