/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.runtime.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a replica promises when it is closed: everybody gets an answer, and then there is silence. */
public abstract class ReplicaCloseContract extends ReplicaContract {
    /** For subclasses. */
    protected ReplicaCloseContract() {}

    @Test
    void closingAnswersEverybodyWhoWaits() {
        for (long seed = 1; seed <= 20; seed++) {
            PeerId leader = start(3, seed);
            propose(leader, "a");
            for (PeerId peer : List.of(others(leader).get(0), leader)) {
                hooks(peer).writing = () -> simulation.run(java.time.Duration.ofMillis(300));
                List<CompletableFuture<?>> pending = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    pending.add(send(peer, peer + "/" + i));
                    pending.add(ask(peer));
                    pending.add(cluster.query(peer, Bytes.EMPTY, ReadMode.LOCAL));
                    if (i % 10 == 0) {
                        pending.add(cluster.checkpoint(peer));
                    }
                    simulation.run(java.time.Duration.ofNanos(30_000));
                }
                close(peer);
                run(0);
                assertThat(pending).as("seed %s", seed).allMatch(CompletableFuture::isDone);
                for (CompletableFuture<?> future : pending) {
                    if (future.isCompletedExceptionally()) {
                        assertThat(failureOf(future)).isInstanceOf(ConsensusException.class);
                    }
                }
                assertSilent(peer);
            }
        }
    }

    @Test
    void whatWasNeverSentFailsAsHaltedAndWhatWasSentAsUnknown() {
        prepare(3, 1);
        cluster.start();
        PeerId peer = cluster.peers().get(0);
        CompletableFuture<Bytes> unsent = send(peer, "no leader yet");
        run(1);
        close(peer);
        assertThat(failureOf(unsent)).isInstanceOf(ConsensusException.Halted.class);
        PeerId leader = start(3);
        propose(leader, "a");
        simulation.network().isolate(leader);
        CompletableFuture<Bytes> sent = send(leader, "sent");
        run(5);
        close(leader);
        assertThat(failureOf(sent)).isInstanceOf(ConsensusException.OutcomeUnknown.class);
    }

    @Test
    void afterwardsEverythingIsRefusedAndClosingAgainDoesNothing() {
        PeerId leader = start(1);
        propose(leader, "a");
        close(leader);
        close(leader);
        List<CompletableFuture<?>> late = List.of(
                send(leader, "late"),
                ask(leader),
                cluster.query(leader, Bytes.EMPTY, ReadMode.LOCAL),
                cluster.checkpoint(leader));
        run(1);
        for (CompletableFuture<?> future : late) {
            assertThat(future.isDone()).isTrue();
            assertThat(failureOf(future)).isInstanceOf(ConsensusException.Halted.class);
        }
        assertThat(cluster.status(leader).fault()).isEmpty();
        assertThat(cluster.status(leader).pending()).isZero();
        assertThat(cluster.halted()).isEmpty();
    }

    @Test
    void aReplicaMayBeClosedFromWithinTheAnswerToACommand() {
        for (long seed = 1; seed <= 20; seed++) {
            closeWithin(seed, peer -> send(peer, "closes"));
        }
    }

    @Test
    void aReplicaMayBeClosedFromWithinTheAnswerToAQuery() {
        for (long seed = 1; seed <= 20; seed++) {
            closeWithin(seed, this::ask);
            closeWithin(seed, peer -> cluster.query(peer, Bytes.EMPTY, ReadMode.LOCAL));
        }
    }

    @Test
    void aReplicaMayBeClosedFromWithinTheAnswerToACheckpoint() {
        for (long seed = 1; seed <= 20; seed++) {
            closeWithin(seed, cluster -> this.cluster.checkpoint(cluster));
        }
    }

    @Test
    void aReplicaMayBeClosedFromWithinAFailure() {
        for (long seed = 1; seed <= 10; seed++) {
            PeerId leader = start(3, seed);
            propose(leader, "a");
            simulation.network().isolate(leader);
            CompletableFuture<Bytes> first = send(leader, "times out");
            CompletableFuture<Void> closed = first.handle((reply, thrown) -> null)
                    .thenRun(() -> replica(leader).close());
            CompletableFuture<Bytes> second = send(leader, "with it");
            CompletableFuture<Bytes> read = ask(leader);
            cluster.await(closed, SOON);
            run(10);
            assertThat(second.isDone()).isTrue();
            assertThat(read.isDone()).isTrue();
            assertSilent(leader);
        }
    }

    @Test
    void aReplicaMayBeClosedByAListenerThatHearsOfTheEnd() {
        prepare(3, 1);
        cluster.listener(peer -> new io.consenso.runtime.ReplicaListener() {
            @Override
            public void onHalted(Throwable cause) {
                replica(peer).close();
            }
        });
        cluster.start();
        PeerId leader = cluster.awaitLeader(SOON);
        hooks(leader).apply = command -> {
            throw new IllegalStateException("boom");
        };
        CompletableFuture<Bytes> answer = send(leader, "poison");
        assertThat(failureOf(answer)).isInstanceOf(ConsensusException.OutcomeUnknown.class);
        run(10);
        assertSilent(leader);
        assertThat(cluster.status(leader).fault()).isPresent();
    }

    @Test
    void aReplicaClosedInTheMiddleOfASlowCommandEndsWithThatCommand() {
        PeerId leader = start(1);
        propose(leader, "a");
        hooks(leader).apply = command -> simulation.run(java.time.Duration.ofSeconds(1));
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(send(leader, "slow " + i));
            run(10);
        }
        long before = simulation.now();
        close(leader);
        assertThat(simulation.now() - before).isLessThan(1_100_000_000L);
        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertSilent(leader);
    }

    @Test
    void theOthersGoOnAndTheClosedOneMayStartAgainOnTheSameStorage() {
        PeerId leader = start(3);
        proposeMany(leader, 10, "a");
        close(leader);
        PeerId other = others(leader).get(0);
        assertThat(propose(other, "b")).isEqualTo(11);
        HookedMachine again = new HookedMachine(hooks(leader));
        Replica[] reopened = new Replica[1];
        node(leader).run(() -> {
            try {
                reopened[0] = Replica.builder()
                        .self(leader)
                        .voters(cluster.peers())
                        .engine(engine())
                        .transport(node(leader).transport())
                        .storage(node(leader).storage())
                        .host(node(leader).host())
                        .stateMachine(again)
                        .start();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(simulation.runUntil(() -> again.texts().size() == 11, SOON)).isTrue();
        CompletableFuture<Bytes> answer = node(leader).call(() -> reopened[0].propose(Bytes.ofUtf8("c")));
        assertThat(cluster.await(answer, SOON).toLong()).isEqualTo(12);
    }

    private void closeWithin(long seed, java.util.function.Function<PeerId, CompletableFuture<?>> call) {
        PeerId leader = start(3, seed);
        propose(leader, "a");
        PeerId peer = seed % 2 == 0 ? leader : others(leader).get(0);
        List<CompletableFuture<?>> others = new ArrayList<>();
        CompletableFuture<?> answer = call.apply(peer);
        CompletableFuture<Void> closed = answer.thenRun(() -> replica(peer).close());
        for (int i = 0; i < 20; i++) {
            others.add(send(peer, "c" + i));
            others.add(ask(peer));
            others.add(cluster.query(peer, Bytes.EMPTY, ReadMode.LOCAL));
            others.add(cluster.checkpoint(peer));
            simulation.run(java.time.Duration.ofNanos(40_000));
        }
        cluster.await(closed, SOON);
        run(20);
        assertThat(others).as("seed %s", seed).allMatch(CompletableFuture::isDone);
        assertSilent(peer);
    }

    private void close(PeerId peer) {
        node(peer).run(() -> replica(peer).close());
    }

    /** Nothing of the replica runs: its state machine is not called and it sends nothing, whatever the others do. */
    private void assertSilent(PeerId peer) {
        HookedMachine.Hooks hook = hooks(peer);
        int calls = hook.applies + hook.queries + hook.snapshots + hook.restores;
        assertThat(hook.releases).isEqualTo(hook.snapshots);
        int[] sent = new int[1];
        simulation.network().filter((from, to, group, frame) -> {
            if (from.equals(peer)) {
                sent[0]++;
            }
            return io.consenso.testkit.simulation.FrameFilter.Verdict.DELIVER;
        });
        run(3_000);
        assertThat(sent[0]).isZero();
        assertThat(hook.applies + hook.queries + hook.snapshots + hook.restores).isEqualTo(calls);
        simulation.network().unfilter();
    }
}
