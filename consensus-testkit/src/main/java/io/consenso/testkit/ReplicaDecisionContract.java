/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.DecidingStateMachine;
import io.consenso.PeerId;
import io.consenso.ReplicatedState;
import io.consenso.runtime.Replica;
import io.consenso.spi.Frame;
import io.consenso.spi.Storage;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.FrameFilter.Verdict;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a replica promises of semi-active replication: the leader decides, everybody follows, and what is in the log is decided once. */
public abstract class ReplicaDecisionContract extends ReplicaStyleContract<ReplicaDecisionContract.Decider> {
    private static final int SEEDS = 10;

    private final Map<PeerId, List<String>> decided = new HashMap<>();
    private Consumer<Bytes> beforeDecision = command -> {};
    private int decisionLength;

    /** For subclasses. */
    protected ReplicaDecisionContract() {}

    /** Holds each command with its decision, which names who decided and how many decisions that one had made. */
    final class Decider implements DecidingStateMachine {
        private final PeerId peer;
        private final Lines lines = new Lines();

        Decider(PeerId peer) {
            this.peer = peer;
        }

        @Override
        public Bytes decide(Bytes command) {
            beforeDecision.accept(command);
            decided(peer).add(command.toUtf8());
            return Bytes.ofUtf8(peer + "#" + decided(peer).size() + "x".repeat(decisionLength));
        }

        @Override
        public Bytes apply(Command command, Bytes decision) {
            lines.add(command.payload().toUtf8() + "=" + decision.toUtf8());
            return decision;
        }

        @Override
        public Bytes query(Bytes query) {
            return lines.asReply();
        }

        @Override
        public Snapshot snapshot() {
            return lines.snapshot();
        }

        @Override
        public void restore(InputStream in) throws IOException {
            lines.restore(in);
        }
    }

    @Override
    Decider machine(PeerId peer) {
        return new Decider(peer);
    }

    @Override
    void forget() {
        decided.clear();
    }

    @Override
    List<String> held(PeerId peer) {
        return cluster.machine(peer).lines.all();
    }

    private List<String> decided(PeerId peer) {
        return decided.computeIfAbsent(peer, key -> new ArrayList<>());
    }

    @Test
    void theLeaderAloneDecidesOnceForEachCommandAndAllFollow() {
        PeerId leader = start(3, 1);
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(send(cluster.peers().get(i % 3), "c" + i));
        }
        List<String> replies = answers.stream().map(this::await).toList();
        List<String> held = assertAllAgree();
        assertThat(held).hasSize(63).allMatch(line -> line.contains("=" + leader + "#"));
        assertThat(replies).hasSize(60).doesNotHaveDuplicates().allMatch(reply -> reply.startsWith(leader + "#"));
        assertThat(decided(leader)).hasSize(63).doesNotHaveDuplicates();
        others(leader).forEach(peer -> assertThat(decided(peer)).isEmpty());
    }

    @Test
    void aDecisionThatIsInTheLogOutlivesTheLeaderThatMadeIt() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            PeerId leader = start(3, seed);
            PeerId asking = others(leader).get(0);
            cluster.awaitConverged(SOON);
            long before = lastIndex(asking);
            CompletableFuture<Bytes> answer = send(asking, "x");
            runUntil(() -> decided(leader).contains("x"));
            deafen(leader);
            failWhenItsEntryIsElsewhere(leader, before);
            assertThat(await(answer)).as("seed %s", seed).isEqualTo(leader + "#4");
            cluster.restart(leader);
            assertThat(assertAllAgree()).containsOnlyOnce("x=" + leader + "#4").hasSize(4);
        }
    }

    @Test
    void aDecisionThatIsLostWithItsLeaderIsMadeAnew() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            PeerId leader = start(3, seed);
            PeerId asking = others(leader).get(0);
            cluster.awaitConverged(SOON);
            mute(leader);
            CompletableFuture<Bytes> answer = send(asking, "x");
            runUntil(() -> decided(leader).contains("x"));
            cluster.crash(leader);
            simulation.network().heal();
            String reply = await(answer);
            PeerId next = cluster.awaitLeader(SOON);
            assertThat(reply).as("seed %s", seed).startsWith(next + "#");
            cluster.restart(leader);
            assertThat(assertAllAgree()).containsOnlyOnce("x=" + reply).hasSize(4);
        }
    }

    @Test
    void ofTheDecisionsOnACommandThatWasSentAgainTheFirstInTheLogIsApplied() {
        PeerId leader = start(3, 1);
        PeerId asking = others(leader).get(0);
        List<Frame> forwards = recordForwards(asking);
        assertThat(propose(asking, "x")).isEqualTo(leader + "#4");
        simulation.network().unfilter();
        for (int i = 0; i < 3; i++) {
            cluster.node(asking)
                    .run(() -> forwards.forEach(
                            frame -> cluster.node(asking).transport().send(GROUP, leader, frame)));
            simulation.run(Duration.ofMillis(50));
        }
        assertThat(decided(leader).stream().filter("x"::equals)).hasSize(4);
        assertThat(assertAllAgree()).containsOnlyOnce("x=" + leader + "#4").hasSize(4);
    }

    @Test
    void whoeverThrowsWhenItDecidesHaltsAloneAndTheNextLeaderDecides() {
        PeerId leader = start(3, 1);
        PeerId asking = others(leader).get(0);
        beforeDecision = command -> {
            beforeDecision = next -> {};
            throw new IllegalStateException("cannot decide");
        };
        assertThat(await(send(asking, "x"))).doesNotStartWith(leader + "#");
        assertThat(cluster.halted()).containsOnlyKeys(leader);
        assertThat(cluster.halted().get(leader)).hasMessage("cannot decide");
        runUntil(() -> others(leader).stream().allMatch(peer -> held(peer).size() == 4));
    }

    private List<Frame> recordForwards(PeerId from) {
        List<Frame> frames = new ArrayList<>();
        simulation.network().filter((sender, to, group, frame) -> {
            if (sender.equals(from) && ReplicaContract.isForward(frame)) {
                frames.add(Frame.of(frame));
            }
            return Verdict.DELIVER;
        });
        return frames;
    }

    @Test
    void aReplicaThatWasGivenAnotherStyleThanTheLeaderHaltsAndSaysSo() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            simulation = new Simulation(seed);
            SimulatedCluster<ReplicatedState> mixed = SimulatedCluster.<ReplicatedState>ofEach(
                            simulation,
                            engine(),
                            3,
                            peer -> peer.equals(PeerId.of("n1")) ? new JournalMachine() : new Decider(peer))
                    .start();
            PeerId leader = mixed.awaitLeader(SOON);
            var unused = mixed.propose(leader, Bytes.ofUtf8("x"));
            assertThat(simulation.runUntil(() -> !mixed.halted().isEmpty(), SOON))
                    .isTrue();
            boolean isActive = leader.equals(PeerId.of("n1"));
            assertThat(mixed.halted().keySet())
                    .as("seed %s, led by %s", seed, leader)
                    .allMatch(peer -> peer.equals(PeerId.of("n1")) != isActive);
            assertThat(mixed.halted().values())
                    .allSatisfy(cause -> assertThat(cause)
                            .hasMessageMatching(
                                    "entry \\d+ was written by (semi-)?active replication, but this replica was given a"
                                            + " state for (semi-)?active replication.*"));
            simulation.close();
        }
    }

    @Test
    void aSnapshotOfAnotherStyleIsRefusedAtTheStart() {
        PeerId leader = start(1, 1);
        cluster.await(cluster.checkpoint(leader), SOON);
        Storage storage = cluster.node(leader).storage();
        cluster.crash(leader);
        cluster.restart(leader);
        Replica.Builder builder = Replica.builder()
                .self(leader)
                .voters(List.of(leader))
                .engine(engine())
                .transport(cluster.node(leader).transport())
                .storage(storage)
                .host(cluster.node(leader).host())
                .stateMachine(new JournalMachine());
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the snapshot at")
                .hasMessageContaining("was written by semi-active replication");
    }

    @Test
    void whatADecisionMakesTooLongForOneEntryGoesIntoTheNext() {
        decisionLength = 300_000;
        PeerId leader = start(3, 1);
        PeerId asking = others(leader).get(0);
        List<CompletableFuture<Bytes>> answers =
                IntStream.range(0, 20).mapToObj(i -> send(asking, "c" + i)).toList();
        long before = cluster.status(leader).commitIndex();
        answers.forEach(this::await);
        assertThat(cluster.status(leader).commitIndex() - before).isBetween(5L, 12L);
        List<String> held = assertAllAgree();
        assertThat(held.subList(3, 23).stream().map(line -> line.replaceAll("=.*", "")))
                .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "c" + i).toList());
    }

    @Test
    void decisionsComeBackFromLogAndSnapshotAsTheyWere() {
        options = options.withTrailingEntries(0);
        PeerId leader = start(3, 1);
        PeerId lagging = others(leader).get(0);
        cluster.crash(lagging);
        propose(leader, "before the snapshot");
        cluster.await(cluster.checkpoint(leader), SOON);
        propose(leader, "after it");
        List<String> held = held(leader);
        cluster.crash(leader);
        cluster.restart(leader);
        cluster.restart(lagging);
        assertThat(assertAllAgree()).isEqualTo(held).hasSize(5);
        assertThat(ask(lagging)).isEqualTo(String.join(",", held));
        simulation.run(Duration.ofSeconds(1));
        assertThat(held(leader)).isEqualTo(held);
    }
}
