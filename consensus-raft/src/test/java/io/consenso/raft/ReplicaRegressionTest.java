/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the simulator found once, as directed schedules. */
final class ReplicaRegressionTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aCommandWhoseSessionExpiredBehindASnapshotIsNotSentAgain() {
        try (Simulation simulation = new Simulation(27)) {
            SimulatedCluster<JournalMachine> cluster = SimulatedCluster.of(
                            simulation, Raft.engine(), 3, JournalMachine::new)
                    .options(ReplicaOptions.defaults()
                            .withRequestTimeout(LONG)
                            .withSessionTtl(Duration.ofMinutes(1))
                            .withTrailingEntries(0))
                    .start();
            PeerId leader = cluster.awaitLeader(LONG);
            PeerId lagging = cluster.peers().stream()
                    .filter(peer -> !peer.equals(leader))
                    .findFirst()
                    .orElseThrow();
            cluster.await(cluster.propose(lagging, Bytes.ofLong(1)), LONG);

            cluster.peers().stream()
                    .filter(peer -> !peer.equals(lagging))
                    .forEach(peer -> simulation.network().cutOneWay(peer, lagging));
            CompletableFuture<Bytes> lost = cluster.propose(lagging, Bytes.ofLong(2));
            simulation.run(Duration.ofMillis(200));
            assertThat(cluster.machine(leader).size()).isEqualTo(2);

            cluster.nodes().forEach(node -> node.clock().stepWall(Duration.ofHours(2)));
            for (int i = 0; i < 5; i++) {
                cluster.await(cluster.propose(leader, Bytes.ofLong(100 + i)), LONG);
            }
            cluster.await(cluster.checkpoint(leader), LONG);
            simulation.network().heal();
            cluster.awaitConverged(LONG);

            assertThatThrownBy(() -> cluster.await(lost, LONG)).isInstanceOf(ConsensusException.OutcomeUnknown.class);
            simulation.run(Duration.ofSeconds(10));
            assertThat(cluster.machine(leader).commands().stream()
                            .filter(command -> command.payload().equals(Bytes.ofLong(2))))
                    .hasSize(1);
            assertThat(cluster.await(cluster.propose(lagging, Bytes.ofLong(3)), LONG))
                    .isNotNull();
        }
    }
}
