/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.spi.Frame;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.Storage;
import io.consenso.spi.Transport;
import io.consenso.testkit.machine.JournalMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedClusterTest {
    private static final PeerId N1 = PeerId.of("n1");
    private static final PeerId N2 = PeerId.of("n2");
    private static final PeerId N3 = PeerId.of("n3");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final List<Simulation> simulations = new ArrayList<>();

    @AfterEach
    void letGo() {
        simulations.forEach(Simulation::close);
    }

    @Test
    void aCommandIsAppliedByAllAndAnswered() {
        SimulatedCluster<JournalMachine> cluster = cluster(1);
        assertThat(cluster.awaitLeader(SOON)).isEqualTo(N1);
        assertThat(cluster.await(cluster.propose(N1, Bytes.ofUtf8("a")), SOON).toLong())
                .isEqualTo(1);
        assertThat(cluster.await(cluster.propose(N3, Bytes.ofUtf8("b")), SOON).toLong())
                .isEqualTo(2);
        cluster.awaitConverged(SOON);
        for (PeerId peer : cluster.peers()) {
            assertThat(payloads(cluster.machine(peer))).containsExactly("a", "b");
        }
        assertThat(cluster.await(cluster.query(N2, Bytes.EMPTY, ReadMode.LINEARIZABLE), SOON)
                        .toLong())
                .isEqualTo(2);
        assertThat(cluster.halted()).isEmpty();
    }

    @Test
    void nothingCommitsWithoutAMajorityAndEverythingDoesAfterwards() {
        SimulatedCluster<JournalMachine> cluster = cluster(2);
        cluster.awaitLeader(SOON);
        cluster.crash(N2);
        cluster.crash(N3);
        var answer = cluster.propose(N1, Bytes.ofUtf8("a"));
        assertThatThrownBy(() -> cluster.await(answer, Duration.ofSeconds(2))).isInstanceOf(AssertionError.class);
        cluster.restart(N2);
        assertThat(cluster.await(answer, SOON).toLong()).isEqualTo(1);
    }

    @Test
    void aMemberThatIsDownRefuses() {
        SimulatedCluster<JournalMachine> cluster = cluster(3);
        cluster.crash(N2);
        assertThatThrownBy(() -> cluster.await(cluster.propose(N2, Bytes.EMPTY), SOON))
                .isInstanceOf(ConsensusException.Halted.class);
    }

    @Test
    void aCallIsLostWithItsProcess() {
        SimulatedCluster<JournalMachine> cluster = cluster(4);
        cluster.awaitLeader(SOON);
        var answer = cluster.propose(N2, Bytes.ofUtf8("a"));
        cluster.crash(N2);
        assertThatThrownBy(() -> cluster.await(answer, SOON)).isInstanceOf(ProcessCrashed.class);
    }

    @Test
    void aMemberThatWasAwayCatchesUpBySnapshot() {
        SimulatedCluster<JournalMachine> cluster = cluster(5);
        cluster.options(ReplicaOptions.defaults().withTrailingEntries(0));
        cluster.nodes().forEach(node -> {
            node.crash();
            node.restart();
        });
        cluster.awaitLeader(SOON);
        cluster.crash(N3);
        for (int i = 0; i < 20; i++) {
            cluster.await(cluster.propose(N1, Bytes.ofLong(i)), SOON);
        }
        assertThat(cluster.await(cluster.checkpoint(N1), SOON).index()).isPositive();
        cluster.restart(N3);
        cluster.awaitConverged(Duration.ofSeconds(20));
        assertThat(cluster.machine(N3).agreesWith(cluster.machine(N1))).isTrue();
        assertThat(cluster.status(N3).snapshotIndex()).isPositive();
    }

    @Test
    void commandsSurviveEveryFaultExactlyOnceAndTheSameSeedRepeatsTheRun() {
        Simulation once = underFaults(77);
        Simulation again = underFaults(77);
        assertThat(again.trace().hash()).isEqualTo(once.trace().hash());
        assertThat(again.eventsFired()).isEqualTo(once.eventsFired());
    }

    @Test
    void aStorageOfTheUsersOwnRunsOnVirtualTime() {
        Simulation simulation = simulation(9);
        Map<PeerId, OwnStorage> storages = new LinkedHashMap<>();
        SimulatedCluster<JournalMachine> cluster = SimulatedCluster.of(
                        simulation, new FixedLeader(), 3, JournalMachine::new)
                .storage((node, simulated) -> storages.computeIfAbsent(node.peer(), peer -> new OwnStorage(node))
                        .opened(simulated))
                .start();
        cluster.awaitLeader(SOON);
        long before = simulation.now();
        cluster.await(cluster.propose(N1, Bytes.ofUtf8("a")), SOON);
        assertThat(simulation.now() - before).isGreaterThan(OwnStorage.WRITE.toNanos());
        for (PeerId peer : cluster.peers()) {
            cluster.crash(peer);
            cluster.restart(peer);
        }
        simulation.run(SOON);
        cluster.await(cluster.propose(N2, Bytes.ofUtf8("b")), SOON);
        cluster.awaitConverged(SOON);
        assertThat(payloads(cluster.machine(N3))).containsExactly("a", "b");
        assertThat(storages.get(N1).deaths).containsExactly(SimulatedNode.Death.POWER_LOST);
        assertThat(cluster.node(N1).disk().durable("default").lastIndex()).isZero();
    }

    @Test
    void aTransportMayBeDecorated() {
        Simulation simulation = simulation(10);
        List<PeerId> senders = new ArrayList<>();
        SimulatedCluster<JournalMachine> cluster = SimulatedCluster.of(
                        simulation, new FixedLeader(), 3, JournalMachine::new)
                .transport((node, simulated) -> new Counting(simulated, () -> senders.add(node.peer())))
                .start();
        cluster.awaitLeader(SOON);
        cluster.await(cluster.propose(N1, Bytes.ofUtf8("a")), SOON);
        assertThat(senders).contains(N1, N2, N3).hasSize((int)
                simulation.network().sent());
    }

    @Test
    void membersMayDiffer() {
        Simulation simulation = simulation(11);
        List<PeerId> engines = new ArrayList<>();
        SimulatedCluster<JournalMachine> cluster = SimulatedCluster.of(
                        simulation, new FixedLeader(), 3, JournalMachine::new)
                .engine(peer -> {
                    engines.add(peer);
                    return new FixedLeader();
                })
                .options(peer -> peer.equals(N2)
                        ? ReplicaOptions.defaults().withSnapshotEvery(1, 1 << 20, Duration.ofHours(1))
                        : ReplicaOptions.defaults())
                .start();
        cluster.awaitLeader(SOON);
        cluster.await(cluster.propose(N1, Bytes.ofUtf8("a")), SOON);
        cluster.awaitConverged(SOON);
        simulation.run(SOON);
        assertThat(engines).containsExactly(N1, N2, N3);
        assertThat(cluster.status(N1).snapshotIndex()).isZero();
        assertThat(cluster.status(N2).snapshotIndex()).isPositive();
    }

    @Test
    void aMemberWhoseStorageCannotBeOpenedDoesNotStart() {
        SimulatedCluster<JournalMachine> cluster = SimulatedCluster.of(
                        simulation(12), new FixedLeader(), 3, JournalMachine::new)
                .storage((node, simulated) -> {
                    if (node.peer().equals(N2)) {
                        throw new UncheckedIOException(new IOException("not mine"));
                    }
                    return simulated;
                })
                .start();
        assertThat(cluster.halted()).containsOnlyKeys(N2);
        cluster.await(cluster.propose(N1, Bytes.ofUtf8("a")), SOON);
    }

    private Simulation simulation(long seed) {
        Simulation simulation = new Simulation(seed);
        simulations.add(simulation);
        return simulation;
    }

    /** A log in memory that outlives its processes; every write is safe when it returns. */
    private static final class OwnStorage implements Storage {
        static final Duration WRITE = Duration.ofMillis(3);

        final List<SimulatedNode.Death> deaths = new ArrayList<>();
        private final SimulatedNode node;
        private final DiskLog log = new DiskLog();
        private Storage rest;

        OwnStorage(SimulatedNode node) {
            this.node = node;
            rest = node.storage();
        }

        Storage opened(Storage simulated) {
            rest = simulated;
            node.onDeath(deaths::add);
            return this;
        }

        @Override
        public long storageId() {
            return 1;
        }

        @Override
        public Log log(String group) {
            return new SimulatedLog(log);
        }

        @Override
        public SnapshotStore snapshots(String group) {
            return rest.snapshots(group);
        }

        @Override
        public void write(List<GroupBatch> batches) {
            node.takes(WRITE);
            batches.forEach(batch -> log.apply(batch.batch()));
        }

        @Override
        public void close() {}
    }

    private record Counting(Transport transport, Runnable onSend) implements Transport {
        @Override
        public void subscribe(String group, Receiver receiver) {
            transport.subscribe(group, receiver);
        }

        @Override
        public void unsubscribe(String group) {
            transport.unsubscribe(group);
        }

        @Override
        public void send(String group, PeerId to, Frame frame) {
            onSend.run();
            transport.send(group, to, frame);
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    private Simulation underFaults(long seed) {
        SimulatedCluster<JournalMachine> cluster = cluster(seed);
        Simulation simulation = simulations.get(simulations.size() - 1);
        simulation.network().options(LinkOptions.hostile());
        FaultOptions options = FaultOptions.everything(1)
                .withPace(Duration.ofMillis(700), Duration.ofMillis(500))
                .withSwarm(false)
                .withoutKinds(EnumSet.of(
                        FaultKind.LOST_DISK, FaultKind.ROT_ENTRY, FaultKind.ROT_VOTE, FaultKind.ROT_SNAPSHOT));
        Duration length = Duration.ofSeconds(30);
        Clients clients = new Clients(simulation, cluster);
        Faults faults = FaultSchedule.draw(simulation.random("faults"), options, 3, length)
                .applyTo(cluster);
        clients.start();
        simulation.run(length);
        faults.stopAndMend();
        clients.stop();
        simulation.run(Duration.ofSeconds(15));
        cluster.awaitConverged(Duration.ofSeconds(30));
        assertThat(faults.mayHaveHalted()).containsAll(cluster.halted().keySet());
        assertThat(faults.injected()).hasSizeGreaterThan(20);
        List<String> applied = payloads(cluster.machine(N1));
        assertThat(applied).doesNotHaveDuplicates();
        assertThat(clients.acknowledged).hasSizeGreaterThan(100);
        assertThat(new HashSet<>(applied))
                .containsAll(clients.acknowledged)
                .doesNotContainAnyElementsOf(clients.refused);
        for (PeerId peer : cluster.peers()) {
            assertThat(cluster.machine(peer).agreesWith(cluster.machine(N1))).isTrue();
        }
        return simulation;
    }

    private SimulatedCluster<JournalMachine> cluster(long seed) {
        return SimulatedCluster.of(simulation(seed), new FixedLeader(), 3, JournalMachine::new)
                .start();
    }

    private static List<String> payloads(JournalMachine machine) {
        return machine.commands().stream()
                .map(command -> command.payload().toUtf8())
                .toList();
    }

    /** Proposes numbered commands on whatever member, one every few milliseconds, and remembers what was answered. */
    private static final class Clients {
        private final Set<String> acknowledged = new HashSet<>();
        private final Set<String> refused = new HashSet<>();
        private final Simulation simulation;
        private final SimulatedCluster<JournalMachine> cluster;
        private final RandomGenerator random;
        private boolean isOn = true;
        private int next;

        Clients(Simulation simulation, SimulatedCluster<JournalMachine> cluster) {
            this.simulation = simulation;
            this.cluster = cluster;
            random = simulation.random("clients");
        }

        void start() {
            String command = "command " + next++;
            PeerId peer = cluster.peers().get(random.nextInt(cluster.peers().size()));
            var unused = cluster.propose(peer, Bytes.ofUtf8(command)).whenComplete((reply, thrown) -> {
                if (thrown == null) {
                    acknowledged.add(command);
                } else if (thrown instanceof ConsensusException e && !e.mayBeApplied()) {
                    refused.add(command);
                }
            });
            simulation.after(Duration.ofNanos(random.nextLong(10_000_000)), () -> {
                if (isOn) {
                    start();
                }
            });
        }

        void stop() {
            isOn = false;
        }
    }
}
