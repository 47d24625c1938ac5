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
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.runtime.Replica;
import io.consenso.spi.Storage;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.ForwardingStorage;
import io.consenso.testkit.simulation.SimulatedNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
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
            // Half of an even number may be enough to know that nobody else leads, thus for a read, but never for a
            // write.
            assertThat(tooFew.isDone()).isFalse();
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
        Groups groups = new Groups(PeerId.of("alone"));
        for (int i = 0; i < 20; i++) {
            groups.open("g" + i);
        }
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(groups.propose("g" + i, "first"));
        }
        answers.forEach(groups::await);
        answers.clear();
        groups.counting.writes = 0;
        groups.counting.batches = 0;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 20; i++) {
                answers.add(groups.propose("g" + i, "c" + round));
            }
            answers.forEach(groups::await);
        }
        assertThat(groups.counting.batches).isGreaterThanOrEqualTo(200);
        assertThat(groups.counting.writes).isLessThan(groups.counting.batches / 3);
        for (int i = 0; i < 20; i++) {
            assertThat(groups.machine("g" + i).size()).isEqualTo(11);
        }
    }

    @Test
    void groupsDoNotSeeEachOthersCommandsAndOneThatIsClosedLeavesTheOthersAlone() {
        Groups groups = new Groups(PeerId.of("alone"));
        groups.open("a");
        groups.open("b");
        groups.await(groups.propose("a", "for a"));
        groups.await(groups.propose("b", "for b"));
        groups.close("a");
        assertThat(groups.await(groups.propose("b", "more")).toLong()).isEqualTo(2);
        assertThat(groups.machine("a").size()).isEqualTo(1);
        groups.open("a");
        assertThat(groups.await(groups.propose("a", "again")).toLong()).isEqualTo(2);
    }

    /** What one had handed over to the shared lane came to the disk after it was closed, under the feet of the one opened next. */
    @Test
    void aGroupThatIsClosedAndOpenedAgainAtOnceFindsEverythingThatItWrote() {
        for (long seed = 1; seed <= 20; seed++) {
            simulation = new io.consenso.testkit.simulation.Simulation(seed);
            Groups groups = new Groups(PeerId.of("alone"));
            groups.open("busy");
            groups.open("a");
            groups.await(groups.propose("a", "first"));
            groups.await(groups.propose("busy", "first"));
            for (int i = 0; i < 10; i++) {
                var unused = groups.propose("a", "c" + i);
                var unusedToo = groups.propose("busy", "c" + i);
                simulation.run(Duration.ofNanos(100_000));
            }
            groups.close("a");
            long last = groups.node.storage().log("a").lastIndex();
            simulation.run(Duration.ofSeconds(1));
            assertThat(groups.node.storage().log("a").lastIndex())
                    .as("seed %s", seed)
                    .isEqualTo(last);
            groups.open("a");
            groups.await(groups.propose("a", "last"));
            Set<String> texts = new HashSet<>();
            groups.machine("a")
                    .commands()
                    .forEach(command -> texts.add(command.payload().toUtf8()));
            assertThat(texts)
                    .contains("first", "last")
                    .hasSize(groups.machine("a").size());
            assertThat(groups.await(groups.propose("busy", "last")).toLong()).isEqualTo(12);
            simulation.close();
        }
    }

    @Test
    void aFailedWriteHaltsEveryGroupOfTheStorage() {
        Groups groups = new Groups(PeerId.of("alone"));
        groups.open("a");
        groups.open("b");
        groups.await(groups.propose("a", "first"));
        groups.await(groups.propose("b", "first"));
        groups.node.disk().failNextWrite(new IOException("EIO"));
        CompletableFuture<Bytes> a = groups.propose("a", "second");
        run(20);
        CompletableFuture<Bytes> b = groups.propose("b", "second");
        run(20);
        assertThat(a).isCompletedExceptionally();
        assertThat(b).isCompletedExceptionally();
        for (String group : List.of("a", "b")) {
            assertThat(groups.replica(group).status().fault()).isPresent();
            assertThatThrownBy(() -> groups.await(groups.propose(group, "third")))
                    .isInstanceOf(ConsensusException.Halted.class);
        }
    }

    @Test
    void anErrorOfTheStorageHaltsAsAFailedWriteDoes() {
        Groups groups = new Groups(PeerId.of("alone"));
        groups.open("a");
        groups.await(groups.propose("a", "first"));
        groups.counting.error = new OutOfMemoryError("of a kind");
        CompletableFuture<Bytes> answer = groups.propose("a", "second");
        run(50);
        assertThat(answer).isCompletedExceptionally();
        assertThat(groups.replica("a").status().fault()).containsInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aSecondReplicaOfTheSameGroupInOneProcessIsRefusedAndTheFirstGoesOn() {
        Groups groups = new Groups(PeerId.of("alone"));
        groups.open("a");
        groups.await(groups.propose("a", "first"));
        Replica first = groups.replica("a");
        JournalMachine machine = groups.machine("a");
        assertThatThrownBy(() -> groups.open("a")).isInstanceOf(IllegalStateException.class);
        groups.replicas.put("a", first);
        assertThat(groups.await(groups.propose("a", "second")).toLong()).isEqualTo(2);
        assertThat(machine.size()).isEqualTo(2);
    }

    /** One process with replicas of any number of one-member groups. */
    private final class Groups {
        private final SimulatedNode node;
        private final CountingStorage counting;
        private final Map<String, Replica> replicas = new HashMap<>();
        private final Map<String, JournalMachine> machines = new HashMap<>();

        Groups(PeerId peer) {
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

        Replica replica(String group) {
            return Objects.requireNonNull(replicas.get(group));
        }

        JournalMachine machine(String group) {
            return Objects.requireNonNull(machines.get(group));
        }

        void close(String group) {
            node.run(() -> replica(group).close());
        }

        CompletableFuture<Bytes> propose(String group, String command) {
            return node.call(() -> replica(group).propose(Bytes.ofUtf8(command)));
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
    private static final class CountingStorage extends ForwardingStorage {
        private int writes;
        private int batches;
        private @Nullable Error error;

        CountingStorage(Storage storage) {
            super(storage);
        }

        @Override
        public void write(List<GroupBatch> changes) throws IOException {
            if (error != null) {
                throw error;
            }
            writes++;
            batches += changes.size();
            super.write(changes);
        }
    }

    @Test
    void aLogThatAnotherEngineWroteIsRefusedAndLeftAlone() {
        PeerId leader = start(3);
        assertThat(propose(leader, "a")).isEqualTo(1);
        cluster.crash(leader);
        cluster.engine(peer -> new Renamed<>(engine()));
        cluster.restart(leader);
        assertThatThrownBy(() -> run(100)).hasStackTraceContaining("was written by the engine " + engine().name());
        cluster.crash(leader);
        cluster.engine(peer -> engine());
        cluster.restart(leader);
        assertThat(propose(cluster.awaitLeader(SOON), "b")).isEqualTo(2);
        assertAllAgree();
    }

    /** Another protocol, as far as its name tells. */
    private record Renamed<M>(EngineFactory<M> engine) implements EngineFactory<M> {
        @Override
        public String name() {
            return "another";
        }

        @Override
        public Engine<M> create(Boot boot) {
            return engine.create(boot);
        }

        @Override
        public Codec<M> codec() {
            return engine.codec();
        }
    }
}
