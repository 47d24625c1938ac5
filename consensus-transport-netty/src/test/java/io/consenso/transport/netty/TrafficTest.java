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
import io.consenso.spi.Transport.Receiver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class TrafficTest {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final PeerId C = PeerId.of("c");
    private static final int KIB = 1 << 10;

    private Cluster cluster;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(List.of(A, B, C));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void trafficInBothDirectionsKeepsItsOrder() throws Exception {
        cluster.connect(options -> options, A, B);
        InOrder ofA = new InOrder();
        InOrder ofB = new InOrder();
        cluster.get(A).subscribe("g", ofA);
        cluster.get(B).subscribe("g", ofB);
        Thread toA = new Thread(() -> sendCounted(B, A));
        Thread toB = new Thread(() -> sendCounted(A, B));
        toA.start();
        toB.start();
        toA.join();
        toB.join();
        Await.sure("all arrive", () -> ofA.next.get() == 20_000 && ofB.next.get() == 20_000);
        assertThat(cluster.get(A).stats().framesDropped()).isZero();
        assertThat(cluster.get(A).stats().bytesReceived())
                .isEqualTo(cluster.get(B).stats().bytesSent());
    }

    private void sendCounted(PeerId from, PeerId to) {
        Bytes ballast = Bytes.wrap(new byte[500]);
        for (long i = 0; i < 20_000; i++) {
            cluster.get(from).send("g", to, Frame.of(Bytes.ofLong(i), ballast));
        }
    }

    /** Counts frames that carry the next number each. */
    private static final class InOrder implements Receiver {
        private final AtomicLong next = new AtomicLong();

        @Override
        public void onFrame(PeerId from, Bytes frame) {
            next.compareAndSet(frame.slice(0, 8).toLong(), frame.slice(0, 8).toLong() + 1);
        }
    }

    @Test
    void whatAPeerDoesNotReadIsDroppedAndTheRestArrivesInOrder() throws IOException {
        NettyTransport b =
                cluster.start(B, options -> options.withFrameBytesMax(64 * KIB).withOutboundBytesMax(512 * KIB));
        try (FakePeer a = FakePeer.connected(b.address(), "a", "b")) {
            Await.sure("connected", () -> b.isConnected(A));
            Bytes ballast = Bytes.wrap(new byte[60 * KIB]);
            long number = 0;
            while (b.stats().framesDropped() == 0) {
                b.send("g", A, Frame.of(Bytes.ofLong(number++), ballast));
            }
            for (long i = 0; i < number - 1; i++) {
                assertThat(a.nextFrame().payload().slice(0, 8).toLong()).isEqualTo(i);
            }
            b.send("g", A, Frame.of(Bytes.ofUtf8("again")));
            assertThat(a.nextFrame().payload().toUtf8()).isEqualTo("again");
        }
    }

    @Test
    void whatCannotBeSentIsDroppedAndCounted() throws IOException {
        cluster.connect(options -> options.withFrameBytesMax(1000), A, B);
        NettyTransport a = cluster.get(A);
        Recorder recorder = new Recorder();
        cluster.get(B).subscribe("g", recorder);
        a.send("g", PeerId.of("stranger"), Frame.of());
        a.send("g", A, Frame.of());
        a.send("g", B, Frame.of(Bytes.wrap(new byte[1001])));
        a.send("g".repeat(5000), B, Frame.of());
        assertThat(a.stats().framesDropped()).isEqualTo(4);
        Bytes longest = Bytes.wrap(new byte[1000]);
        a.send("g", B, Frame.of(longest));
        recorder.awaitFrame(longest);
        assertThat(a.stats().framesSent()).isEqualTo(1);
    }

    @Test
    void aFrameThatNobodyWantsIsCounted() throws IOException {
        cluster.connect(options -> options, A, B);
        cluster.get(A).send("g", B, Frame.of());
        Await.sure("dropped", () -> cluster.get(B).stats().framesDropped() == 1);
        assertThat(cluster.get(B).stats().framesReceived()).isEqualTo(1);
    }

    @Test
    void closingUnderLoadReleasesEverything() throws Exception {
        cluster.connect(options -> options, A, B);
        NettyTransport a = cluster.get(A);
        CountDownLatch flowing = new CountDownLatch(100);
        cluster.get(B).subscribe("g", (from, frame) -> flowing.countDown());
        AtomicBoolean enough = new AtomicBoolean();
        Bytes ballast = Bytes.wrap(new byte[5000]);
        Runnable endless = () -> {
            while (!enough.get()) {
                a.send("g", B, Frame.of(ballast));
            }
        };
        List<Thread> senders = List.of(new Thread(endless), new Thread(endless));
        senders.forEach(Thread::start);
        flowing.await();
        cluster.get(B).close();
        a.close();
        a.send("g", B, Frame.of(ballast));
        enough.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        // What has been sent after all was released is checked by NoLeaks.
    }

    @Test
    void aReceiverMayCloseTheTransport() throws IOException {
        cluster.connect(options -> options, A, B);
        NettyTransport b = cluster.get(B);
        AtomicBoolean isBack = new AtomicBoolean();
        b.subscribe("g", (from, frame) -> {
            b.close();
            isBack.set(true);
        });
        cluster.get(A).send("g", B, Frame.of());
        Await.sure("close returns", isBack::get);
        Await.sure("the connection ends", () -> !cluster.get(A).isConnected(B));
    }

    @Test
    void severalThreadsServeSeveralPeers() throws IOException {
        cluster.connect(options -> options.withThreads(2), A, B, C);
        Recorder recorder = new Recorder();
        cluster.get(C).subscribe("g", recorder);
        cluster.get(A).send("g", C, Frame.of(Bytes.ofUtf8("from a")));
        cluster.get(B).send("g", C, Frame.of(Bytes.ofUtf8("from b")));
        recorder.awaitFrame(Bytes.ofUtf8("from a"));
        recorder.awaitFrame(Bytes.ofUtf8("from b"));
    }
}
