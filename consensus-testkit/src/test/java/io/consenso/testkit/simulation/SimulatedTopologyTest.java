/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.consenso.spi.Transport;
import io.consenso.testkit.simulation.SimulatedNetwork.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears whom, and links that are worse than others. */
class SimulatedTopologyTest {
    private static final List<PeerId> PEERS =
            List.of(PeerId.of("a"), PeerId.of("b"), PeerId.of("c"), PeerId.of("d"), PeerId.of("e"));
    private static final PeerId A = PEERS.get(0);
    private static final PeerId B = PEERS.get(1);
    private static final PeerId C = PEERS.get(2);
    private static final PeerId D = PEERS.get(3);

    private final Simulation simulation = new Simulation(5);
    private final SimulatedNetwork network = simulation.network();
    private final List<String> heard = new ArrayList<>();
    private final List<Long> moments = new ArrayList<>();

    @BeforeEach
    void listen() {
        for (PeerId peer : PEERS) {
            simulation.node(peer).transport().subscribe("g", new Transport.Receiver() {
                @Override
                public void onFrame(PeerId from, Bytes frame) {
                    heard.add(from + ">" + peer + (frame.isEmpty() ? "" : " " + frame.toUtf8()));
                    moments.add(simulation.now());
                }

                @Override
                public void onDisconnect(PeerId gone) {
                    heard.add(gone + " is gone, says " + peer);
                }
            });
        }
    }

    @Test
    void inAStarTheCenterAloneIsHeard() {
        network.star(C);
        assertThat(connections()).containsExactly("a>c", "b>c", "c>a", "c>b", "c>d", "c>e", "d>c", "e>c");
    }

    @Test
    void inAChainEachHearsItsNeighbours() {
        network.star(C);
        network.chain(List.of(B, A, D));
        assertThat(connections()).containsExactly("a>b", "a>d", "b>a", "d>a");
    }

    @Test
    void aBridgeBelongsToBothSides() {
        network.chain(PEERS);
        network.bridge(C, List.of(A, B), List.of(D, PEERS.get(4)));
        assertThat(connections())
                .containsExactly("a>b", "a>c", "b>a", "b>c", "c>a", "c>b", "c>d", "c>e", "d>c", "d>e", "e>c", "e>d");
    }

    @Test
    void healingConnectsEverybodyAgain() {
        network.star(C);
        network.heal();
        assertThat(connections()).hasSize(20);
    }

    @Test
    void aFlappingLinkComesAndGoesUntilItIsMended() {
        network.flap(A, B, Duration.ofMillis(100));
        List<Boolean> cut = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            simulation.run(Duration.ofMillis(50));
            cut.add(network.isCut(A, B));
            simulation.run(Duration.ofMillis(50));
        }
        assertThat(cut).containsExactly(true, false, true, false, true, false);
        network.heal();
        simulation.run(Duration.ofMillis(150));
        assertThat(network.isCut(A, B)).isFalse();
        assertThat(network.isCut(B, A)).isFalse();
        simulation.run(Duration.ofMillis(100));
        assertThat(network.isCut(A, B)).isFalse();
    }

    @Test
    void oneDirectionMayBeSlow() {
        network.options(A, B, LinkOptions.reliable().withDelay(Duration.ofMillis(300), Duration.ZERO));
        assertThat(network.options(B, A)).isEqualTo(LinkOptions.reliable());
        send(A, B, "");
        send(B, A, "");
        simulation.run(Duration.ofMillis(100));
        assertThat(heard).containsExactly("b>a");
        simulation.run(Duration.ofMillis(300));
        assertThat(heard).containsExactly("b>a", "a>b");
        network.sameForAll();
        assertThat(network.options(A, B)).isEqualTo(LinkOptions.reliable());
    }

    @Test
    void aTailOfFramesTakesMuchLonger() {
        network.options(LinkOptions.reliable().withInOrder(false).withTail(0.1, Duration.ofSeconds(10)));
        for (int i = 0; i < 10_000; i++) {
            send(A, B, "");
        }
        simulation.run(Duration.ofSeconds(11));
        assertThat(heard).hasSize(10_000);
        // Five orders of magnitude from the mean of 100 us to 10 s, each with a fifth of the tail.
        assertThat(moments.stream().filter(at -> at > 1_000_000_000L).count()).isCloseTo(200, within(60L));
        assertThat(moments.stream().filter(at -> at > 10_000_000L).count()).isCloseTo(600, within(100L));
    }

    @Test
    void aResetLosesTheEndOfWhatIsUnderWay() {
        Set<Integer> arrived = new TreeSet<>();
        for (int round = 0; round < 40; round++) {
            heard.clear();
            send(A, B, "0");
            send(A, B, "1");
            send(A, B, "2");
            network.reset(A, B);
            send(A, B, "after");
            simulation.run(Duration.ofSeconds(1));
            assertThat(heard).contains("a is gone, says b", "b is gone, says a", "a>b after");
            List<String> kept =
                    heard.stream().filter(text -> text.matches("a>b \\d")).toList();
            assertThat(kept).isEqualTo(List.of("a>b 0", "a>b 1", "a>b 2").subList(0, kept.size()));
            arrived.add(kept.size());
        }
        assertThat(arrived).containsExactly(0, 1, 2, 3);
        assertThat(network.lost(Loss.RESET)).isPositive();
    }

    @Test
    void aFilterDropsOneKindOfFrame() {
        network.filter((from, to, group, frame) ->
                frame.toUtf8().startsWith("vote") ? FrameFilter.Verdict.DROP : FrameFilter.Verdict.DELIVER);
        send(A, B, "vote 1");
        send(A, B, "append 1");
        simulation.run(Duration.ofSeconds(1));
        assertThat(heard).containsExactly("a>b append 1");
        assertThat(network.lost(Loss.FILTERED)).isEqualTo(1);
    }

    private Set<String> connections() {
        heard.clear();
        for (PeerId from : PEERS) {
            for (PeerId to : PEERS) {
                if (!from.equals(to)) {
                    send(from, to, "");
                }
            }
        }
        simulation.run(Duration.ofSeconds(1));
        return new TreeSet<>(heard);
    }

    private void send(PeerId from, PeerId to, String text) {
        simulation.node(from).transport().send("g", to, Frame.of(Bytes.ofUtf8(text)));
    }
}
