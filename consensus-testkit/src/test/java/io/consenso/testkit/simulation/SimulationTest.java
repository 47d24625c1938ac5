/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import java.time.Duration;
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
