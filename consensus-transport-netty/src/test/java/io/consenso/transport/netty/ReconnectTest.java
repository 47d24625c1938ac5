/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ReconnectTest {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final Bytes MARK = Bytes.ofUtf8("mark");

    private Cluster cluster;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(List.of(A, B));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aCalledPeerThatRestartsIsFoundAgain() throws IOException {
        restartIsNoticedAndOvercome(B, A);
    }

    @Test
    void aCallingPeerThatRestartsComesBack() throws IOException {
        restartIsNoticedAndOvercome(A, B);
    }

    private void restartIsNoticedAndOvercome(PeerId restarted, PeerId other) throws IOException {
        try (LogCapture log = new LogCapture()) {
            restartIsNoticedAndOvercome(restarted, other, log);
        }
    }

    private void restartIsNoticedAndOvercome(PeerId restarted, PeerId other, LogCapture log) throws IOException {
        cluster.start(A, ReconnectTest::quick);
        cluster.start(B, ReconnectTest::quick);
        cluster.awaitConnected();
        Recorder recorder = new Recorder();
        Recorder ofAnotherGroup = new Recorder();
        Recorder ofTheClosed = new Recorder();
        cluster.get(other).subscribe("g", recorder);
        cluster.get(other).subscribe("h", ofAnotherGroup);
        cluster.get(restarted).subscribe("g", ofTheClosed);

        cluster.get(restarted).close();
        Await.sure("onDisconnect", () -> recorder.disconnects.equals(List.of(restarted)));
        Await.sure("onDisconnect", () -> ofAnotherGroup.disconnects.equals(List.of(restarted)));
        assertThat(cluster.get(other).isConnected(restarted)).isFalse();
        assertThat(ofTheClosed.disconnects).isEmpty();

        cluster.start(restarted, ReconnectTest::quick);
        cluster.awaitConnected();
        assertThat(log.infos(other.value()))
                .extracting(line -> line.replaceAll(" at .*| with [ab]|, will go on.*", ""))
                .containsSubsequence(
                        other + ": connected",
                        other + ": the connection to " + restarted + " was closed",
                        other + ": connected");
        cluster.get(restarted).send("g", other, Frame.of(MARK));
        recorder.awaitFrame(MARK);
    }

    @Test
    void aPeerThatIsNotThereYetIsConnectedOnceItIsAndMentionedOnce() throws IOException {
        try (LogCapture log = new LogCapture()) {
            AtomicInteger attempts = new AtomicInteger();
            NettyOptions options = quick(NettyOptions.of(A, cluster.addresses));
            cluster.transports.put(A, NettyTransport.bind(options, address -> {
                attempts.incrementAndGet();
                return address;
            }));
            Await.sure("attempts", () -> attempts.get() > 3);
            cluster.start(B, ReconnectTest::quick);
            cluster.awaitConnected();
            assertThat(log.infos("a").stream().filter(line -> line.contains("cannot connect to b")))
                    .hasSize(1);
        }
    }

    @Test
    void theAddressIsResolvedAgainForEachAttempt() throws IOException {
        Map<PeerId, InetSocketAddress> addresses = new HashMap<>(cluster.addresses);
        InetSocketAddress byName = InetSocketAddress.createUnresolved("b.example.invalid", 1);
        InetSocketAddress deadEnd = new Cluster(List.of(B)).address(B);
        addresses.put(B, byName);
        AtomicInteger attempts = new AtomicInteger();
        Resolver moving = address -> {
            assertThat(address).isEqualTo(byName);
            return switch (attempts.getAndIncrement()) {
                case 0 -> throw new UnknownHostException("not yet");
                case 1 -> deadEnd;
                default -> cluster.address(B);
            };
        };
        cluster.transports.put(A, NettyTransport.bind(quick(NettyOptions.of(A, addresses)), moving));
        cluster.start(B, ReconnectTest::quick);
        cluster.awaitConnected();
        assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void theSystemResolverTakesNamesAndFallsBackOnWhatWasResolvedBefore() throws IOException {
        InetSocketAddress byName = InetSocketAddress.createUnresolved("localhost", 7);
        assertThat(Resolver.SYSTEM.resolve(byName).getAddress().isLoopbackAddress())
                .isTrue();
        InetSocketAddress literal = cluster.address(A);
        assertThat(Resolver.SYSTEM.resolve(literal).getAddress().isLoopbackAddress())
                .isTrue();
    }

    @Test
    void aSecondConnectionOfAPeerTakesThePlaceOfTheFirst() throws IOException {
        NettyTransport b = cluster.start(B, ReconnectTest::quick);
        Recorder recorder = new Recorder();
        b.subscribe("g", recorder);
        try (FakePeer first = FakePeer.connected(b.address(), "a", "b")) {
            Await.sure("connected", () -> b.isConnected(A));
            try (FakePeer second = FakePeer.connected(b.address(), "a", "b")) {
                first.awaitClosed();
                Await.sure("onDisconnect", () -> recorder.disconnects.equals(List.of(A)));
                assertThat(b.isConnected(A)).isTrue();
                second.frame("g", MARK);
                recorder.awaitFrame(MARK);
                b.send("g", A, Frame.of(MARK));
                assertThat(second.nextFrame().payload()).isEqualTo(MARK);
            }
        }
        Await.sure("onDisconnect again", () -> recorder.disconnects.equals(List.of(A, A)));
    }

    @Test
    void aPeerThatFallsSilentIsCutOff() throws IOException {
        NettyTransport b = cluster.start(B, options -> quick(options).withIdleTimeout(Duration.ofMillis(40)));
        try (LogCapture log = new LogCapture();
                FakePeer a = FakePeer.connected(b.address(), "a", "b")) {
            a.awaitClosed();
            Await.sure("one line", () -> log.warnings("b").size() == 1);
            assertThat(log.warnings("b").get(0)).contains("nothing heard for PT0.04S");
        }
    }

    @Test
    void aPeerThatHasNothingToSayShowsThatItIsThere() throws IOException {
        NettyTransport b = cluster.start(B, options -> quick(options).withIdleTimeout(Duration.ofSeconds(1)));
        try (FakePeer a = FakePeer.connected(b.address(), "a", "b")) {
            for (int i = 0; i < 6; i++) {
                assertThat(a.nextFrame().group()).isEmpty();
                a.stillHere();
            }
            assertThat(b.isConnected(A)).isTrue();
            assertThat(b.stats().framesReceived()).isZero();
        }
    }

    private static NettyOptions quick(NettyOptions options) {
        return options.withReconnect(Duration.ofMillis(1), Duration.ofMillis(20));
    }
}
