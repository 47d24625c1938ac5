/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.consenso.spi.Transport;
import io.consenso.spi.Transport.Receiver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Transport} owes its callers. To put an implementation to the test, extend this class and say how to make transports
 * and how to wait:
 *
 * <pre>{@code
 * class MyTransportContractTest extends TransportContract {
 *     @Override protected Map<PeerId, Transport> create(List<PeerId> ids) {
 *         return MyTransport.connected(ids); // returns when each has reached each
 *     }
 *
 *     @Override protected boolean runUntil(BooleanSupplier condition) throws InterruptedException {
 *         for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
 *             Thread.sleep(5);
 *         }
 *         return condition.getAsBoolean();
 *     }
 * }
 * }</pre>
 *
 * <p>A transport is allowed to lose, repeat and reorder frames; the cases here can only be run against transports that do not, so
 * {@link #create} hands out such as work under the best of conditions. No case relies on the order of frames.
 */
@NullUnmarked // JUnit makes an instance for each case, and what a case needs is there when it needs it
public abstract class TransportContract {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final PeerId C = PeerId.of("c");
    private static final PeerId STRANGER = PeerId.of("stranger");
    private static final String GROUP = "group";
    private static final String OTHER_GROUP = "other";
    private static final Bytes MARK = Bytes.ofUtf8("mark");

    private final List<Transport> created = new ArrayList<>();

    /** What every test of this contract needs. */
    protected TransportContract() {}

    /**
     * Makes one transport for each peer, all in this process. They know and reach each other by the time they are returned: from then
     * on no frame is lost or repeated, as long as nobody is closed. The contract closes them.
     */
    protected abstract Map<PeerId, Transport> create(List<PeerId> ids) throws Exception;

    /**
     * Lets frames travel until the condition holds: on virtual time, by running the simulation; on real time, by waiting with a deadline
     * of some seconds. The condition is cheap and may be evaluated any number of times.
     *
     * @return whether the condition holds in the end
     */
    protected abstract boolean runUntil(BooleanSupplier condition) throws Exception;

    /** Whether several threads may use the transport at once, as {@link Transport#send} says. Only a simulated one may answer no. */
    protected boolean isThreadSafe() {
        return true;
    }

    /** Closes what a case has created. */
    @AfterEach
    protected final void closeAll() {
        created.forEach(Transport::close);
    }

    @Test
    void aFrameArrivesIntactAndInOnePieceWhateverItsParts() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        for (Frame frame : framesOfManyShapes()) {
            inbox.clear();
            cluster.get(A).send(GROUP, B, frame);
            awaitCount(inbox, 1);
            assertThat(inbox.frames()).containsExactly(frame.toBytes());
        }
    }

    @Test
    void framesTravelInBothDirections() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox ofA = Inbox.of(cluster, A, GROUP);
        Inbox ofB = Inbox.of(cluster, B, GROUP);
        cluster.get(A).send(GROUP, B, Frame.of(Bytes.ofUtf8("to b")));
        cluster.get(B).send(GROUP, A, Frame.of(Bytes.ofUtf8("to a")));
        awaitCount(ofA, 1);
        awaitCount(ofB, 1);
        assertThat(ofA.frames()).containsExactly(Bytes.ofUtf8("to a"));
        assertThat(ofB.frames()).containsExactly(Bytes.ofUtf8("to b"));
    }

    @Test
    void aFrameArrivesUnderTheNameOfItsSender() throws Exception {
        Cluster cluster = createAll(A, B, C);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        for (PeerId sender : List.of(A, C)) {
            cluster.get(sender).send(GROUP, B, Frame.of(Bytes.ofUtf8("from " + sender)));
        }
        awaitCount(inbox, 2);
        assertThat(inbox.arrived)
                .containsExactlyInAnyOrder(
                        new Arrived(A, Bytes.ofUtf8("from a")), new Arrived(C, Bytes.ofUtf8("from c")));
    }

    @Test
    void aFrameGoesToTheAddressedPeerOnly() throws Exception {
        Cluster cluster = createAll(A, B, C);
        Inbox ofB = Inbox.of(cluster, B, GROUP);
        Inbox ofC = Inbox.of(cluster, C, GROUP);
        cluster.get(A).send(GROUP, B, Frame.of(Bytes.ofUtf8("for b")));
        awaitCount(ofB, 1);
        cluster.get(A).send(GROUP, C, Frame.of(MARK));
        awaitCount(ofC, 1);
        assertThat(ofC.frames()).containsExactly(MARK);
    }

    @Test
    void groupsAreKeptApart() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        Inbox other = Inbox.of(cluster, B, OTHER_GROUP);
        cluster.get(A).send(GROUP, B, Frame.of(Bytes.ofUtf8(GROUP)));
        cluster.get(A).send(OTHER_GROUP, B, Frame.of(Bytes.ofUtf8(OTHER_GROUP)));
        awaitCount(inbox, 1);
        awaitCount(other, 1);
        assertThat(inbox.frames()).containsExactly(Bytes.ofUtf8(GROUP));
        assertThat(other.frames()).containsExactly(Bytes.ofUtf8(OTHER_GROUP));
    }

    @Test
    void framesOfAGroupWithoutReceiverGoNowhere() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        cluster.get(A).send(OTHER_GROUP, B, Frame.of(Bytes.ofUtf8("unwanted")));
        passMark(cluster, inbox);
        assertThat(inbox.frames()).containsExactly(MARK);
    }

    @Test
    void afterUnsubscribeNothingMoreArrivesUntilSomeoneSubscribesAgain() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        Inbox former = Inbox.of(cluster, B, OTHER_GROUP);
        cluster.get(B).unsubscribe(OTHER_GROUP);
        cluster.get(A).send(OTHER_GROUP, B, Frame.of(Bytes.ofUtf8("too late")));
        passMark(cluster, inbox);
        assertThat(former.frames()).isEmpty();

        Inbox next = Inbox.of(cluster, B, OTHER_GROUP);
        cluster.get(A).send(OTHER_GROUP, B, Frame.of(Bytes.ofUtf8("in time")));
        awaitCount(next, 1);
        assertThat(former.frames()).isEmpty();
    }

    @Test
    void aSecondReceiverOfAGroupIsRefusedAndTheFirstRemains() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        assertThatThrownBy(() -> cluster.get(B).subscribe(GROUP, new Inbox()))
                .isInstanceOf(IllegalStateException.class);
        passMark(cluster, inbox);
    }

    @Test
    void aFrameToAnUnknownPeerOrToOneselfHarmsNothing() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        cluster.get(A).send(GROUP, STRANGER, Frame.of(MARK));
        cluster.get(A).send(GROUP, A, Frame.of(MARK));
        passMark(cluster, inbox);
    }

    @Test
    void framesSentBySeveralThreadsArriveIntact() throws Exception {
        assumeTrue(isThreadSafe(), "a transport for one thread");
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        Set<Bytes> sent = Collections.synchronizedSet(new HashSet<>());
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(seed -> new Thread(() -> sendMany(cluster.get(A), new Random(seed), sent)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        awaitCount(inbox, sent.size());
        assertThat(inbox.frames().stream().collect(toSet())).isEqualTo(sent);
    }

    @Test
    void aReceiverMaySend() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        Receiver returnsOneLess = (from, frame) -> {
            if (frame.toLong() > 0) {
                cluster.get(A).send(GROUP, from, Frame.of(Bytes.ofLong(frame.toLong() - 1)));
            }
        };
        cluster.get(A).subscribe(GROUP, returnsOneLess);
        inbox.onEach = frame -> cluster.get(B).send(GROUP, A, Frame.of(frame));
        cluster.get(B).send(GROUP, A, Frame.of(Bytes.ofLong(10)));
        awaitCount(inbox, 10);
        assertThat(inbox.frames()).contains(Bytes.ofLong(9), Bytes.ofLong(0));
    }

    @Test
    void aReceiverThatThrowsHarmsNeitherItselfNorOthers() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        Inbox other = Inbox.of(cluster, B, OTHER_GROUP);
        inbox.onEach = frame -> {
            throw new IllegalStateException("thrown by a receiver, on purpose");
        };
        cluster.get(A).send(GROUP, B, Frame.of(MARK));
        cluster.get(A).send(GROUP, B, Frame.of(MARK));
        cluster.get(A).send(OTHER_GROUP, B, Frame.of(MARK));
        awaitCount(inbox, 2);
        awaitCount(other, 1);
    }

    @Test
    void aClosedTransportDeliversNothingAndSendIsHarmlessOnEitherSide() throws Exception {
        Cluster cluster = createAll(A, B, C);
        Inbox ofA = Inbox.of(cluster, A, GROUP);
        Inbox ofB = Inbox.of(cluster, B, GROUP);
        Inbox ofC = Inbox.of(cluster, C, GROUP);
        cluster.get(B).close();
        cluster.get(A).send(GROUP, B, Frame.of(MARK));
        cluster.get(B).send(GROUP, A, Frame.of(MARK));
        // A round trip of others is time enough for what was sent before it.
        cluster.get(A).send(GROUP, C, Frame.of(MARK));
        awaitCount(ofC, 1);
        cluster.get(C).send(GROUP, A, Frame.of(MARK));
        assertThat(runUntil(() -> ofA.arrived.stream().anyMatch(arrived -> arrived.from.equals(C))))
                .isTrue();
        assertThat(ofA.arrived).containsExactly(new Arrived(C, MARK));
        assertThat(ofB.frames()).isEmpty();
    }

    @Test
    void sendingToAPeerThatIsGoneNeitherBlocksNorThrowsHoweverMuchIsSent() throws Exception {
        Cluster cluster = createAll(A, B, C);
        Inbox ofC = Inbox.of(cluster, C, GROUP);
        cluster.get(B).close();
        Frame large = Frame.of(Bytes.wrap(new byte[64 << 10]));
        for (int i = 0; i < 1_000; i++) {
            cluster.get(A).send(GROUP, B, large);
        }
        cluster.get(A).send(GROUP, C, Frame.of(MARK));
        awaitCount(ofC, 1);
        assertThat(ofC.frames()).containsExactly(MARK);
    }

    @Test
    void aFrameThatArrivedStaysAsItWas() throws Exception {
        Cluster cluster = createAll(A, B);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        List<Bytes> sent = IntStream.range(0, 200)
                .mapToObj(i -> Bytes.ofUtf8("frame " + i + " ".repeat(i)))
                .toList();
        sent.forEach(bytes -> cluster.get(A).send(GROUP, B, Frame.of(bytes)));
        awaitCount(inbox, sent.size());
        assertThat(inbox.frames()).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void unsubscribingAGroupWithoutReceiverHarmsNothing() throws Exception {
        Cluster cluster = createAll(A, B);
        cluster.get(B).unsubscribe(OTHER_GROUP);
        Inbox inbox = Inbox.of(cluster, B, GROUP);
        passMark(cluster, inbox);
    }

    @Test
    void closeMayBeCalledTwice() throws Exception {
        Transport transport = createAll(A, B).get(A);
        transport.close();
        transport.close();
        transport.unsubscribe(GROUP);
    }

    private Cluster createAll(PeerId... ids) throws Exception {
        Map<PeerId, Transport> transports = create(List.of(ids));
        created.addAll(transports.values());
        return new Cluster(transports);
    }

    private void awaitCount(Inbox inbox, int count) throws Exception {
        assertThat(runUntil(() -> inbox.arrived.size() >= count))
                .as("%d frames arrive; %d did", count, inbox.arrived.size())
                .isTrue();
    }

    private void passMark(Cluster cluster, Inbox inbox) throws Exception {
        cluster.get(A).send(GROUP, B, Frame.of(MARK));
        assertThat(runUntil(() -> inbox.frames().contains(MARK))).isTrue();
    }

    private static void sendMany(Transport transport, Random random, Set<Bytes> sent) {
        for (int i = 0; i < 250; i++) {
            byte[] content = new byte[8 + random.nextInt(3000)];
            random.nextBytes(content);
            Bytes bytes = Bytes.wrap(content);
            sent.add(bytes);
            transport.send(GROUP, B, Frame.of(bytes.slice(0, 3), bytes.slice(3)));
        }
    }

    private static List<Frame> framesOfManyShapes() {
        byte[] mebibyte = new byte[1 << 20];
        new Random(1).nextBytes(mebibyte);
        Bytes large = Bytes.wrap(mebibyte);
        List<Bytes> thousandParts = IntStream.range(0, 1000)
                .mapToObj(i -> large.slice(i, i + i % 7))
                .toList();
        return List.of(
                Frame.of(),
                Frame.of(Bytes.EMPTY),
                Frame.of(Bytes.of((byte) 0)),
                Frame.of(Bytes.EMPTY, MARK, Bytes.EMPTY, MARK),
                Frame.of(large),
                Frame.of(MARK, large, MARK),
                new Frame(thousandParts));
    }

    private record Cluster(Map<PeerId, Transport> transports) {
        Transport get(PeerId id) {
            return Objects.requireNonNull(transports.get(id), () -> "no transport was created for " + id);
        }
    }

    private record Arrived(PeerId from, Bytes frame) {}

    /** Keeps what arrives. */
    private static final class Inbox implements Receiver {
        private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
        private volatile Consumer<Bytes> onEach = frame -> {};

        static Inbox of(Cluster cluster, PeerId owner, String group) {
            Inbox inbox = new Inbox();
            cluster.get(owner).subscribe(group, inbox);
            return inbox;
        }

        @Override
        public void onFrame(PeerId from, Bytes frame) {
            arrived.add(new Arrived(from, frame));
            onEach.accept(frame);
        }

        List<Bytes> frames() {
            return arrived.stream().map(Arrived::frame).toList();
        }

        void clear() {
            arrived.clear();
        }
    }
}
