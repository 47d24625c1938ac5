/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final List<PeerId> PEERS = List.of(PeerId.of("a"), PeerId.of("b"), PeerId.of("c"));

    @Test
    void theSameSeedGivesTheSameTraceByteForByte() {
        Trace once = gossip(7, Trace.recording());
        Trace again = gossip(7, Trace.recording());
        assertThat(once.lines()).hasSizeGreaterThan(1_000).isEqualTo(again.lines());
        assertThat(once.hash()).isEqualTo(again.hash());
    }

    @Test
    void theHashDoesNotDependOnWhetherLinesAreKept() {
        assertThat(gossip(7, Trace.hashOnly()).hash())
                .isEqualTo(gossip(7, Trace.recording()).hash());
    }

    @Test
    void anotherSeedGivesAnotherTrace() {
        assertThat(gossip(7, Trace.hashOnly()).hash())
                .isNotEqualTo(gossip(8, Trace.hashOnly()).hash());
    }

    @Test
    void anotherConsumerOfRandomnessDoesNotDisturbThePresentOnes() {
        Simulation one = new Simulation(7);
        Simulation other = new Simulation(7);
        other.random("another").nextLong();
        assertThat(one.random("this").nextLong()).isEqualTo(other.random("this").nextLong());
        assertThat(one.random("this").nextLong())
                .isNotEqualTo(one.random("that").nextLong());
    }

    @Test
    void runLetsExactlyThatMuchTimePass() {
        Simulation simulation = new Simulation(1);
        simulation.run(Duration.ofSeconds(3));
        assertThat(simulation.now()).isEqualTo(3_000_000_000L);
    }

    @Test
    void runUntilStopsAtTheEventThatMakesTheConditionTrue() {
        Simulation simulation = new Simulation(1);
        boolean[] done = new boolean[1];
        simulation.after(Duration.ofMillis(5), () -> done[0] = true);
        simulation.after(Duration.ofMillis(6), () -> done[0] = false);
        assertThat(simulation.runUntil(() -> done[0], Duration.ofSeconds(1))).isTrue();
        assertThat(simulation.now()).isEqualTo(5_000_000L);
        assertThat(simulation.runUntil(() -> done[0] && simulation.now() > 6_000_000L, Duration.ofSeconds(1)))
                .isFalse();
        assertThat(simulation.now()).isEqualTo(1_005_000_000L);
    }

    @Test
    void whatATaskThrowsStopsTheRunAndNamesTheSeed() {
        Simulation simulation = new Simulation(42);
        simulation.node(PEERS.get(0)).host().lane("loop").execute(() -> {
            throw new IllegalStateException("boom");
        });
        assertThatThrownBy(() -> simulation.run(Duration.ofSeconds(1)))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("seed 42")
                .hasMessageContaining("a#1")
                .hasRootCauseMessage("boom");
    }

    @Test
    void aCheckRunsAfterEveryEventAndEndsTheRun() {
        Simulation simulation = new Simulation(1);
        List<Long> moments = new ArrayList<>();
        simulation.afterEachEvent(() -> moments.add(simulation.now()));
        simulation.afterEachEvent(() -> {
            if (simulation.now() >= 3_000_000) {
                throw new IllegalStateException("not that late");
            }
        });
        for (int i = 1; i <= 5; i++) {
            simulation.after(Duration.ofMillis(i), () -> {});
        }
        assertThatThrownBy(() -> simulation.run(Duration.ofSeconds(1)))
                .isInstanceOf(SimulationFailure.class)
                .hasRootCauseMessage("not that late");
        assertThat(moments).containsExactly(1_000_000L, 2_000_000L, 3_000_000L);
    }

    @Test
    void aCheckAlsoSeesWhatATaskDidBeforeItBlocked() {
        Simulation simulation = new Simulation(1);
        SimulatedNode node = simulation.node(PEERS.get(0));
        List<String> done = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        simulation.afterEachEvent(() -> sizes.add(done.size()));
        node.host().lane("log").execute(() -> {
            done.add("before");
            node.takes(Duration.ofMillis(1));
            done.add("after");
        });
        simulation.run(Duration.ofSeconds(1));
        assertThat(sizes).containsExactly(1, 2);
    }

    @Test
    void nothingHappensOnceClosed() {
        Simulation simulation = new Simulation(1);
        List<String> done = new ArrayList<>();
        SimulatedNode node = simulation.node(PEERS.get(0));
        simulation.after(Duration.ZERO, () -> done.add("action"));
        node.host().lane("log").execute(() -> {
            try {
                node.takes(Duration.ofHours(1));
                done.add("returned");
            } finally {
                done.add("unwound");
            }
        });
        simulation.after(Duration.ofMillis(1), () -> simulation.after(Duration.ZERO, () -> done.add("late")));
        simulation.runUntil(() -> simulation.now() >= 1_000_000, Duration.ofSeconds(1));
        simulation.close();
        simulation.close();
        assertThat(done).containsExactly("action", "unwound");
    }

    @Test
    void thousandsOfSimulationsLeaveNothingBehind() {
        List<WeakReference<Simulation>> gone = new ArrayList<>();
        int threads = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            try (Simulation simulation = new Simulation(seed)) {
                SimulatedNode node = simulation.node(PEERS.get(0));
                for (int lane = 0; lane < 5; lane++) {
                    node.host().lane("log").execute(() -> node.takes(Duration.ofHours(1)));
                }
                simulation.run(Duration.ofMillis(1));
                gone.add(new WeakReference<>(simulation));
            }
            threads = seed == 100 ? simulationThreads() : threads;
        }
        assertThat(simulationThreads()).isLessThanOrEqualTo(threads + 5);
        System.gc();
        assertThat(gone.stream().filter(one -> one.get() != null).count()).isLessThan(50);
    }

    private static int simulationThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("simulation-"))
                .count();
    }

    private static Trace gossip(long seed, Trace trace) {
        Simulation simulation = new Simulation(seed, trace);
        simulation.network().options(LinkOptions.hostile());
        for (PeerId peer : PEERS) {
            SimulatedNode node = simulation.node(peer);
            node.program(up -> new Gossip(up, PEERS, Duration.ofMillis(1)));
            node.start();
        }
        SimulatedNode first = simulation.node(PEERS.get(0));
        simulation.after(Duration.ofMillis(300), first::crash);
        simulation.after(Duration.ofMillis(400), first::restart);
        simulation.after(Duration.ofMillis(500), () -> simulation.network().isolate(PEERS.get(1)));
        simulation.after(Duration.ofMillis(600), simulation.network()::heal);
        simulation.run(Duration.ofSeconds(1));
        return trace;
    }
}
