/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.transport.netty.proto.Handshake;
import io.consenso.transport.netty.proto.Hello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class HandshakeTest {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final PeerId C = PeerId.of("c");

    private Cluster cluster;
    private LogCapture log;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(List.of(A, B, C));
        log = new LogCapture();
    }

    @AfterEach
    void close() {
        cluster.close();
        log.close();
    }

    @Test
    void anotherClusterIsRefusedWithOneLineOnEachSide() throws IOException {
        NettyTransport a = cluster.start(A, options -> quick(options).withCluster("blue"));
        NettyTransport b = cluster.start(B, options -> quick(options).withCluster("green"));
        awaitRefusals(a, b);
        assertThat(log.warnings("a"))
                .singleElement()
                .asString()
                .contains("connection to b", "cluster id", "blue", "green");
        assertThat(log.warnings("b"))
                .singleElement()
                .asString()
                .contains("connection from", "cluster id", "blue", "green");
        assertThat(a.isConnected(B)).isFalse();
        assertThat(b.isConnected(A)).isFalse();
    }

    @Test
    void aPeerThatIsNotListedIsRefusedWithOneLineOnEachSide() throws IOException {
        NettyTransport a = cluster.start(A, HandshakeTest::quick);
        NettyTransport b = start(B, Map.of(B, cluster.address(B)));
        awaitRefusals(a, b);
        assertThat(log.warnings("a")).singleElement().asString().contains("a is not among the peers of b");
        assertThat(log.warnings("b")).singleElement().asString().contains("a is not among the peers of b");
    }

    @Test
    void aPeerAtTheAddressOfAnotherIsRefusedWithOneLineOnEachSide() throws IOException {
        InetSocketAddress addressOfC = cluster.address(C);
        NettyTransport a = start(A, Map.of(A, cluster.address(A), B, addressOfC));
        NettyTransport c = start(C, Map.of(A, cluster.address(A), C, addressOfC));
        awaitRefusals(a, c);
        assertThat(log.warnings("a")).singleElement().asString().contains("a looks for b, but this is c");
        assertThat(log.warnings("c")).singleElement().asString().contains("a looks for b, but this is c");
    }

    @Test
    void aCallerOfAnotherVersionIsToldSoAndCutOff() throws IOException {
        NettyTransport b = cluster.start(B, HandshakeTest::quick);
        try (FakePeer a = FakePeer.dial(b.address())) {
            a.magic().hello(99, "default", "a", "b").awaitMagic();
            assertThat(a.nextHandshake().getHello().getVersion()).isEqualTo(Wire.VERSION);
            assertThat(a.nextHandshake().getVerdict().getRefusal()).contains("protocol version differs: 99 there");
            a.awaitClosed();
        }
        assertThat(log.warnings("b")).singleElement().asString().contains("protocol version differs: 99 there");
        assertThat(b.stats().connectionsRefused()).isEqualTo(1);
    }

    @Test
    void aCalledPeerOfAnotherVersionIsToldSoAndCutOff() throws IOException {
        try (ServerSocket server = listenAs(B)) {
            cluster.start(A, HandshakeTest::quick);
            try (FakePeer b = new FakePeer(server.accept())) {
                b.awaitMagic();
                Hello hello = b.nextHandshake().getHello();
                assertThat(hello.getFrom() + hello.getTo()).isEqualTo("ab");
                b.magic().hello(99, "default", "b", "a").verdict("");
                assertThat(b.nextHandshake().getVerdict().getRefusal()).contains("protocol version differs");
                b.awaitClosed();
            }
        }
        Await.sure("one line", () -> log.warnings("a").size() == 1);
        assertThat(log.warnings("a").get(0)).contains("connection to b", "protocol version differs: 99 there");
    }

    @Test
    void aCalledPeerThatTurnsOutToBeAnotherIsRefused() throws IOException {
        try (ServerSocket server = listenAs(B)) {
            cluster.start(A, HandshakeTest::quick);
            try (FakePeer c = new FakePeer(server.accept())) {
                c.magic().hello(Wire.VERSION, "default", "c", "a").verdict("").awaitMagic();
                c.nextHandshake();
                assertThat(c.nextHandshake().getVerdict().getRefusal()).isEqualTo("a looks for b, but this is c");
                c.awaitClosed();
            }
        }
    }

    @Test
    void aPeerThatShouldWaitToBeCalledIsRefused() throws IOException {
        NettyTransport a = cluster.start(A, HandshakeTest::quick);
        assertThat(catchThrowable(() -> FakePeer.connected(a.address(), "b", "a")))
                .hasMessageContaining("b is to wait for calls of a");
    }

    @Test
    void aNameThatIsNoPeerIdIsRefused() throws IOException {
        NettyTransport b = cluster.start(B, HandshakeTest::quick);
        try (FakePeer stranger = FakePeer.dial(b.address())) {
            stranger.magic().hello(Wire.VERSION, "default", "not a\nname", "b").awaitMagic();
            stranger.nextHandshake();
            assertThat(stranger.nextHandshake().getVerdict().getRefusal()).contains("not among the peers");
            stranger.awaitClosed();
        }
        assertThat(log.warnings("b")).singleElement().asString().contains("not a?name is not among the peers");
    }

    @Test
    void aVerdictBeforeTheGreetingIsNonsense() throws IOException {
        NettyTransport b = cluster.start(B, HandshakeTest::quick);
        try (FakePeer a = FakePeer.dial(b.address())) {
            a.magic().verdict("").awaitClosed();
        }
        assertThat(b.stats().badFrames()).isEqualTo(1);
        assertThat(log.warnings("b")).singleElement().asString().contains("a handshake out of order");
    }

    @Test
    void framesBeforeTheEndOfTheHandshakeAreNotDelivered() throws IOException {
        NettyTransport b = cluster.start(B, HandshakeTest::quick);
        Recorder recorder = new Recorder();
        b.subscribe("g", recorder);
        try (FakePeer a = FakePeer.dial(b.address())) {
            a.magic().hello(Wire.VERSION, "default", "a", "b").frame("g", Bytes.ofUtf8("early"));
            a.awaitClosed();
        }
        assertThat(recorder.frames).isEmpty();
        assertThat(recorder.disconnects).isEmpty();
    }

    @Test
    void aCallerThatSaysNothingIsCutOff() throws IOException {
        NettyTransport b = cluster.start(B, options -> options.withHandshakeTimeout(Duration.ofMillis(50)));
        try (FakePeer a = FakePeer.dial(b.address())) {
            a.awaitClosed();
        }
        assertThat(log.warnings("b")).singleElement().asString().contains("the handshake took too long");
    }

    @Test
    void theFirstFrameMayFollowTheVerdictAtOnce() throws IOException {
        NettyTransport b = cluster.start(B, HandshakeTest::quick);
        Recorder recorder = new Recorder();
        b.subscribe("g", recorder);
        try (FakePeer a = FakePeer.connected(b.address(), "a", "b")) {
            a.frame("g", Bytes.ofUtf8("first"));
            recorder.awaitFrame(Bytes.ofUtf8("first"));
        }
        Await.sure("onDisconnect", () -> recorder.disconnects.equals(List.of(A)));
    }

    @Test
    void aGreetingKeepsItsMeaningInLaterVersions() throws IOException {
        Hello hello = Hello.newBuilder()
                .setVersion(2)
                .setCluster("x")
                .setFrom("a")
                .setTo("b")
                .build();
        byte[] asSent = Handshake.newBuilder().setHello(hello).build().toByteArray();
        assertThat(asSent).isEqualTo(new byte[] {10, 11, 8, 2, 18, 1, 'x', 26, 1, 'a', 34, 1, 'b'});
    }

    private void awaitRefusals(NettyTransport dialer, NettyTransport acceptor) {
        Await.sure("several attempts", () -> dialer.stats().connectionsRefused() >= 3);
        Await.sure("as many on the other side", () -> acceptor.stats().connectionsRefused() >= 3);
    }

    private NettyTransport start(PeerId self, Map<PeerId, InetSocketAddress> peers) throws IOException {
        NettyTransport transport = NettyTransport.bind(quick(NettyOptions.of(self, peers)));
        cluster.transports.put(self, transport);
        return transport;
    }

    private ServerSocket listenAs(PeerId id) throws IOException {
        InetSocketAddress address = cluster.address(id);
        return new ServerSocket(address.getPort(), 5, address.getAddress());
    }

    private static NettyOptions quick(NettyOptions options) {
        return options.withReconnect(Duration.ofMillis(1), Duration.ofMillis(10));
    }
}
