/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.consenso.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final PeerId C = PeerId.of("c");
    private static final String GROUP = "g";

    private final Simulation simulation = new Simulation(11);
    private final SimulatedNetwork network = simulation.network();
    private final List<String> events = new ArrayList<>();

    @BeforeEach
    void listen() {
        for (PeerId peer : List.of(A, B, C)) {
            listen(peer);
        }
    }

    @Test
    void aFrameArrivesInOnePieceUnderItsSendersName() {
        simulation.node(A).transport().send(GROUP, B, Frame.of(Bytes.ofUtf8("head"), Bytes.ofUtf8("+body")));
        run();
        assertThat(events).containsExactly("b: head+body from a");
    }

    @Test
    void framesKeepTheirOrderInAConnectionAndMayLoseItWithoutOne() {
        sendNumbered(A, B, 200);
        run();
        List<String> inOrder = List.copyOf(events);
        events.clear();
        network.options(LinkOptions.reliable().withInOrder(false));
        sendNumbered(A, B, 200);
        run();
        assertThat(inOrder).hasSize(200);
        assertThat(events).hasSize(200).isNotEqualTo(inOrder).containsExactlyInAnyOrderElementsOf(inOrder);
    }

    @Test
    void framesAreLostAndDoubledAsOftenAsTold() {
        network.options(LinkOptions.reliable().withLoss(0.3));
        sendNumbered(A, B, 10_000);
        run();
        assertThat(events.size()).isCloseTo(7_000, within(300));
        assertThat(network.lost(SimulatedNetwork.Loss.LOST)).isEqualTo(10_000 - events.size());
        events.clear();
        network.options(LinkOptions.reliable().withDuplication(0.2));
        sendNumbered(A, B, 10_000);
        run();
        assertThat(events.size()).isCloseTo(12_000, within(300));
    }

    @Test
    void anOldFrameMayComeAgain() {
        network.options(LinkOptions.reliable().withReplay(1, Duration.ofSeconds(30)));
        sendNumbered(A, B, 10);
        simulation.run(Duration.ofSeconds(31));
        assertThat(events).hasSize(20);
    }

    @Test
    void aDamagedFrameIsDroppedAndCounted() {
        network.options(LinkOptions.reliable().withCorruption(1));
        sendNumbered(A, B, 5);
        run();
        assertThat(events).isEmpty();
        assertThat(network.lost(SimulatedNetwork.Loss.CORRUPTED)).isEqualTo(5);
    }

    @Test
    void anOverrideHoldsForItsDirectionOnly() {
        network.options(A, B, LinkOptions.reliable().withLoss(1));
        send(A, B, "there");
        send(B, A, "back");
        run();
        assertThat(events).containsExactly("a: back from b");
    }

    @Test
    void aCutIsOneWayOrBothWaysUntilHealed() {
        network.cutOneWay(A, B);
        send(A, B, "1");
        send(B, A, "2");
        run();
        network.cut(A, B);
        send(A, B, "3");
        send(B, A, "4");
        run();
        network.heal();
        send(A, B, "5");
        send(B, A, "6");
        run();
        assertThat(events).containsExactlyInAnyOrder("a: 2 from b", "b: 5 from a", "a: 6 from b");
    }

    @Test
    void aCutTakesWhatIsUnderWay() {
        send(A, B, "1");
        network.cutOneWay(A, B);
        run();
        assertThat(events).isEmpty();
        assertThat(network.lost(SimulatedNetwork.Loss.CUT)).isEqualTo(1);
    }

    @Test
    void aPartitionSeparatesItsSides() {
        network.partition(List.of(A, B));
        send(A, B, "1");
        send(A, C, "2");
        send(C, B, "3");
        run();
        assertThat(events).containsExactly("b: 1 from a");
        network.heal();
        network.isolate(A);
        send(A, B, "4");
        send(B, C, "5");
        run();
        assertThat(events).containsExactly("b: 1 from a", "c: 5 from b");
    }

    @Test
    void aCloggedLinkReleasesEverythingLater() {
        network.clog(A, B, Duration.ofMillis(500));
        sendNumbered(A, B, 3);
        simulation.run(Duration.ofMillis(499));
        assertThat(events).isEmpty();
        run();
        assertThat(events).containsExactly("b: 0 from a", "b: 1 from a", "b: 2 from a");
    }

    @Test
    void aFullQueueDrops() {
        network.options(LinkOptions.reliable().withQueuedMax(10));
        sendNumbered(A, B, 15);
        run();
        assertThat(events).hasSize(10);
        assertThat(network.lost(SimulatedNetwork.Loss.OVERFLOW)).isEqualTo(5);
        sendNumbered(A, B, 10);
        run();
        assertThat(events).hasSize(20);
    }

    @Test
    void theFilterDecidesAboutEachFrame() {
        network.filter((from, to, group, frame) ->
                frame.toUtf8().equals("2") ? FrameFilter.Verdict.DROP : FrameFilter.Verdict.DELIVER);
        sendNumbered(A, B, 4);
        run();
        assertThat(events).containsExactly("b: 0 from a", "b: 1 from a", "b: 3 from a");
    }

    @Test
    void whatNobodyTakesIsDroppedSilently() {
        send(A, PeerId.of("nobody"), "1");
        simulation.node(A).transport().send("unknown group", B, Frame.of(Bytes.ofUtf8("2")));
        network.frameBytesMax(10);
        send(A, B, "more than ten bytes");
        run();
        assertThat(events).isEmpty();
        assertThat(network.lost(SimulatedNetwork.Loss.UNKNOWN_PEER)).isEqualTo(1);
        assertThat(network.lost(SimulatedNetwork.Loss.UNCLAIMED)).isEqualTo(1);
        assertThat(network.lost(SimulatedNetwork.Loss.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void peersHearOfACrashUnlessTheyWereCutOff() {
        network.disconnectHints(1);
        network.cut(A, C);
        simulation.node(A).crash();
        run();
        assertThat(events).containsExactly("b: a is gone");
    }

    @Test
    void framesToADeadProcessAreLostAndAConnectionDoesNotOutliveIt() {
        send(A, B, "1");
        simulation.node(B).crash();
        simulation.node(B).restart();
        listen(B);
        run();
        assertThat(events).doesNotContain("b: 1 from a");
        events.clear();
        network.options(LinkOptions.reliable().withInOrder(false));
        send(A, B, "2");
        simulation.node(B).crash();
        simulation.node(B).restart();
        listen(B);
        run();
        assertThat(events).contains("b: 2 from a");
    }

    @Test
    void framesForAPausedProcessWait() {
        simulation.node(B).pause(Duration.ofSeconds(1));
        sendNumbered(A, B, 3);
        simulation.run(Duration.ofMillis(999));
        assertThat(events).isEmpty();
        simulation.run(Duration.ofMillis(2));
        assertThat(events).hasSize(3);
    }

    @Test
    void aGroupHasOneReceiver() {
        Transport transport = simulation.node(A).transport();
        assertThatThrownBy(() -> transport.subscribe(GROUP, (from, frame) -> {}))
                .isInstanceOf(IllegalStateException.class);
        transport.unsubscribe(GROUP);
        send(B, A, "1");
        run();
        assertThat(events).isEmpty();
        transport.subscribe(GROUP, (from, frame) -> events.add("new"));
        send(B, A, "2");
        run();
        assertThat(events).containsExactly("new");
    }

    private void listen(PeerId peer) {
        simulation.node(peer).transport().subscribe(GROUP, new Transport.Receiver() {
            @Override
            public void onFrame(PeerId from, Bytes frame) {
                events.add(peer + ": " + frame.toUtf8() + " from " + from);
            }

            @Override
            public void onDisconnect(PeerId gone) {
                events.add(peer + ": " + gone + " is gone");
            }
        });
    }

    private void sendNumbered(PeerId from, PeerId to, int count) {
        for (int i = 0; i < count; i++) {
            send(from, to, Integer.toString(i));
        }
    }

    private void send(PeerId from, PeerId to, String text) {
        simulation.node(from).transport().send(GROUP, to, Frame.of(Bytes.ofUtf8(text)));
    }

    private void run() {
        simulation.run(Duration.ofSeconds(10));
    }
}
