/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.styles;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.ReplicatedState;
import io.consenso.raft.Raft;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of the document on styles of replication. */
class StylesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Simulation simulation = new Simulation(1);

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void aSeatIsTakenOnce() {
        SimulatedCluster<Seats> cluster = start(Seats::new);
        assertThat(propose(cluster, "n1", "12a ada")).isEqualTo("yours");
        assertThat(propose(cluster, "n2", "12a kurt")).isEqualTo("taken by ada");
        assertSameEverywhere(cluster);
    }

    @Test
    void allReplicasKnowTheCodeThatTheLeaderDrew() {
        SimulatedCluster<DoorCodes> cluster = start(DoorCodes::new);
        String code = propose(cluster, "n1", "ada");
        assertThat(code).hasSize(16);
        assertThat(propose(cluster, "n2", "ada")).isEqualTo(code);
        assertSameEverywhere(cluster);
    }

    @Test
    void theCookOfThePrimaryIsAskedOnce() {
        AtomicInteger asked = new AtomicInteger();
        SimulatedCluster<Menus> cluster = start(() -> new Menus(guest -> "soup " + asked.incrementAndGet()));
        assertThat(propose(cluster, "n1", "ada")).isEqualTo("soup 1");
        assertThat(propose(cluster, "n2", "ada")).isEqualTo("soup 1");
        assertThat(asked).hasValue(1);
        assertSameEverywhere(cluster);
    }

    private <S extends ReplicatedState> SimulatedCluster<S> start(Supplier<S> machine) {
        return SimulatedCluster.of(simulation, Raft.engine(), 3, machine).start();
    }

    private static String propose(SimulatedCluster<?> cluster, String peer, String command) {
        return cluster.await(cluster.propose(PeerId.of(peer), Bytes.ofUtf8(command)), SOON)
                .toUtf8();
    }

    private static void assertSameEverywhere(SimulatedCluster<? extends Named> cluster) {
        cluster.awaitConverged(SOON);
        assertThat(cluster.peers().stream().map(peer -> cluster.machine(peer).values))
                .allMatch(values -> values.size() == 1)
                .containsOnly(cluster.machine(PeerId.of("n1")).values);
    }
}
