/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.runtime.Replica;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.Storage;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.SimulatedNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Groups of every size, and many groups that share what a process has. */
public abstract class ReplicaGroupContract extends ReplicaContract {
    /** For subclasses. */
    protected ReplicaGroupContract() {}

    @Test
    void r39_aGroupOfOneLeadsItselfAndSurvivesCrashes() {
        for (long seed = 1; seed <= 20; seed++) {
            PeerId only = start(1, seed);
            List<String> acknowledged = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String text = "c" + i;
                var unused = send(only, text).thenAccept(reply -> acknowledged.add(text));
                simulation.run(Duration.ofNanos(150_000));
            }
            cluster.crash(only);
            restart(only);
            propose(only, "last");
            assertThat(texts(only)).as("S22, seed %s", seed).containsAll(acknowledged);
            assertThat(acknowledged).isNotEmpty();
            assertThat(simulation.network().sent()).isZero();
        }
    }

    @Test
    void r39_aGroupOfTwoNeedsBothAndOfFourThree() {
        for (int size : new int[] {2, 4}) {
            PeerId leader = start(size);
            assertThat(propose(leader, "all")).isEqualTo(1);
            int mayFail = size == 4 ? 1 : 0;
            List<PeerId> followers = others(leader);
            for (int i = 0; i < mayFail; i++) {
                cluster.crash(followers.get(i));
            }
            assertThat(propose(leader, "enough")).isEqualTo(2);
            cluster.crash(followers.get(mayFail));
            CompletableFuture<Bytes> tooFew = send(leader, "too few");
            CompletableFuture<Bytes> read = ask(leader);
            run(3_000);
            assertThat(tooFew.isDone()).isFalse();
            assertThat(read.isDone()).isFalse();
            restart(followers.get(mayFail));
            assertThat(cluster.await(tooFew, SOON).toLong()).isEqualTo(3);
            cluster.await(read, SOON);
            for (int i = 0; i < mayFail; i++) {
                restart(followers.get(i));
            }
            assertAllAgree();
        }
    }

    @Test
    void r39_halfOfAGroupOfFourIsNoMajorityOnEitherSide() {
        PeerId leader = start(4);
        propose(leader, "before");
        cluster.awaitConverged(SOON);
        List<PeerId> side = List.of(leader, others(leader).get(0));
        simulation.network().partition(side);
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (PeerId peer : cluster.peers()) {
            answers.add(send(peer, "on half: " + peer));
        }
        run(5_000);
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        cluster.peers().forEach(peer -> assertThat(texts(peer)).containsExactly("before"));
        simulation.network().heal();
        answers.forEach(answer -> cluster.await(answer, SOON));
        assertAllAgree();
        assertThat(texts(leader)).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void manyGroupsShareOneStorageAndOneWriteCarriesBatchesOfSeveral() {
        Process process = new Process(PeerId.of("alone"));
        for (int i = 0; i < 20; i++) {
            process.open("g" + i);
        }
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(process.propose("g" + i, "first"));
        }
        answers.forEach(process::await);
        answers.clear();
        process.counting.writes = 0;
        process.counting.batches = 0;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 20; i++) {
                answers.add(process.propose("g" + i, "c" + round));
            }
            answers.forEach(process::await);
        }
        assertThat(process.counting.batches).isGreaterThanOrEqualTo(200);
        assertThat(process.counting.writes).isLessThan(process.counting.batches / 3);
        for (int i = 0; i < 20; i++) {
            assertThat(process.machines.get("g" + i).size()).isEqualTo(11);
        }
    }

    @Test
    void groupsDoNotSeeEachOthersCommandsAndOneThatIsClosedLeavesTheOthersAlone() {
        Process process = new Process(PeerId.of("alone"));
        process.open("a");
        process.open("b");
        process.await(process.propose("a", "for a"));
        process.await(process.propose("b", "for b"));
        process.close("a");
        assertThat(process.await(process.propose("b", "more")).toLong()).isEqualTo(2);
        assertThat(process.machines.get("a").size()).isEqualTo(1);
        process.open("a");
        assertThat(process.await(process.propose("a", "again")).toLong()).isEqualTo(2);
    }

    /** What one had handed over to the shared lane came to the disk after it was closed, under the feet of the one opened next. */
    @Test
    void aGroupThatIsClosedAndOpenedAgainAtOnceFindsEverythingThatItWrote() {
        for (long seed = 1; seed <= 20; seed++) {
            simulation = new io.consenso.testkit.simulation.Simulation(seed);
            Process process = new Process(PeerId.of("alone"));
            process.open("busy");
            process.open("a");
            process.await(process.propose("a", "first"));
            process.await(process.propose("busy", "first"));
            for (int i = 0; i < 10; i++) {
                var unused = process.propose("a", "c" + i);
                var unusedToo = process.propose("busy", "c" + i);
                simulation.run(Duration.ofNanos(100_000));
            }
            process.close("a");
            long last = process.node.storage().log("a").lastIndex();
            simulation.run(Duration.ofSeconds(1));
            assertThat(process.node.storage().log("a").lastIndex())
                    .as("seed %s", seed)
                    .isEqualTo(last);
            process.open("a");
            process.await(process.propose("a", "last"));
            Set<String> texts = new HashSet<>();
            process.machines
                    .get("a")
                    .commands()
                    .forEach(command -> texts.add(command.payload().toUtf8()));
            assertThat(texts)
                    .contains("first", "last")
                    .hasSize(process.machines.get("a").size());
            assertThat(process.await(process.propose("busy", "last")).toLong()).isEqualTo(12);
            simulation.close();
        }
    }

    @Test
    void aFailedWriteHaltsEveryGroupOfTheStorage() {
        Process process = new Process(PeerId.of("alone"));
        process.open("a");
        process.open("b");
        process.await(process.propose("a", "first"));
        process.await(process.propose("b", "first"));
        process.node.disk().failNextWrite(new IOException("EIO"));
        CompletableFuture<Bytes> a = process.propose("a", "second");
        run(20);
        CompletableFuture<Bytes> b = process.propose("b", "second");
        run(20);
        assertThat(a).isCompletedExceptionally();
        assertThat(b).isCompletedExceptionally();
        for (String group : List.of("a", "b")) {
            assertThat(process.replicas.get(group).status().fault()).isPresent();
            assertThatThrownBy(() -> process.await(process.propose(group, "third")))
                    .isInstanceOf(ConsensusException.Halted.class);
        }
    }

    @Test
    void anErrorOfTheStorageHaltsAsAFailedWriteDoes() {
        Process process = new Process(PeerId.of("alone"));
        process.open("a");
        process.await(process.propose("a", "first"));
        process.counting.error = new OutOfMemoryError("of a kind");
        CompletableFuture<Bytes> answer = process.propose("a", "second");
        run(50);
        assertThat(answer).isCompletedExceptionally();
        assertThat(process.replicas.get("a").status().fault()).hasValue(process.counting.error);
    }

    @Test
    void aSecondReplicaOfTheSameGroupInOneProcessIsRefusedAndTheFirstGoesOn() {
        Process process = new Process(PeerId.of("alone"));
        process.open("a");
        process.await(process.propose("a", "first"));
        Replica first = process.replicas.get("a");
        JournalMachine machine = process.machines.get("a");
        assertThatThrownBy(() -> process.open("a")).isInstanceOf(IllegalStateException.class);
        process.replicas.put("a", first);
        assertThat(process.await(process.propose("a", "second")).toLong()).isEqualTo(2);
        assertThat(machine.size()).isEqualTo(2);
    }

    /** One process with replicas of any number of one-member groups. */
    private final class Process {
        private final SimulatedNode node;
        private final CountingStorage counting;
        private final Map<String, Replica> replicas = new HashMap<>();
        private final Map<String, JournalMachine> machines = new HashMap<>();

        Process(PeerId peer) {
            node = simulation.node(peer);
            counting = new CountingStorage(node.storage());
        }

        void open(String group) {
            JournalMachine machine = new JournalMachine();
            node.run(() -> {
                try {
                    Replica replica = Replica.builder()
                            .group(group)
                            .self(node.peer())
                            .voters(List.of(node.peer()))
                            .engine(engine())
                            .transport(node.transport())
                            .storage(counting)
                            .host(node.host())
                            .stateMachine(machine)
                            .start();
                    replicas.put(group, replica);
                    machines.put(group, machine);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        void close(String group) {
            node.run(() -> replicas.get(group).close());
        }

        CompletableFuture<Bytes> propose(String group, String command) {
            return node.call(() -> replicas.get(group).propose(Bytes.ofUtf8(command)));
        }

        Bytes await(CompletableFuture<Bytes> answer) {
            assertThat(simulation.runUntil(answer::isDone, SOON)).isTrue();
            try {
                return answer.join();
            } catch (java.util.concurrent.CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
    }

    /** Counts what reaches the disk, and fails as an adapter with a bug does. */
    private static final class CountingStorage implements Storage {
        private final Storage storage;
        private int writes;
        private int batches;
        private Error error;

        CountingStorage(Storage storage) {
            this.storage = storage;
        }

        @Override
        public long storageId() {
            return storage.storageId();
        }

        @Override
        public Log log(String group) {
            return storage.log(group);
        }

        @Override
        public SnapshotStore snapshots(String group) {
            return storage.snapshots(group);
        }

        @Override
        public void write(List<GroupBatch> changes) throws IOException {
            if (error != null) {
                throw error;
            }
            writes++;
            batches += changes.size();
            storage.write(changes);
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }
    }
}
