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
import io.consenso.engine.Role;
import io.consenso.testkit.simulation.FrameFilter.Verdict;
import io.consenso.testkit.simulation.LinkOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a replica promises about queries: never stale unless asked to be, on every replica, at every moment. */
public abstract class ReplicaReadContract extends ReplicaContract {
    private final List<String> stale = new ArrayList<>();
    private long acknowledged;
    private int answered;

    /** For subclasses. */
    protected ReplicaReadContract() {}

    @Test
    void everyReplicaSeesAWriteThatWasAcknowledgedElsewhereJustBefore() {
        for (long seed = 1; seed <= 5; seed++) {
            start(3, seed);
            for (int i = 0; i < 60; i++) {
                long position = propose(cluster.peers().get(i % 3), "c" + i);
                List<CompletableFuture<Bytes>> answers =
                        cluster.peers().stream().map(this::ask).toList();
                answers.forEach(answer ->
                        assertThat(cluster.await(answer, SOON).toLong()).isGreaterThanOrEqualTo(position));
            }
        }
    }

    @Test
    void r07_aDeposedLeaderInAMinorityNeverServesAStaleRead() {
        for (long seed = 1; seed <= 10; seed++) {
            PeerId old = start(3, seed);
            acknowledged = propose(old, "before");
            simulation.network().isolate(old);
            CompletableFuture<Bytes> first = ask(old);
            long until = simulation.now() + Duration.ofSeconds(8).toNanos();
            int written = 0;
            while (simulation.now() < until) {
                probe(old);
                run(50);
                PeerId leader = cluster.leader().orElse(old);
                if (!leader.equals(old) && written++ < 20) {
                    var unused = send(leader, "after " + written)
                            .thenAccept(reply -> acknowledged = Math.max(acknowledged, reply.toLong()));
                }
            }
            assertThat(acknowledged).isGreaterThan(1);
            assertThat(first.isDone()).as("seed %s", seed).isFalse();
            simulation.network().heal();
            assertThat(cluster.await(first, SOON).toLong()).isPositive();
            assertNothingStale();
        }
    }

    @Test
    void s05_aNewLeaderServesNoReadBeforeItKnowsWhatIsCommitted() {
        for (long seed = 1; seed <= 20; seed++) {
            PeerId old = start(3, seed);
            propose(old, "a");
            acknowledged = propose(old, "acknowledged just before the crash");
            cluster.crash(old);
            assertThat(simulation.runUntil(
                            () -> others(old).stream()
                                    .anyMatch(peer -> cluster.status(peer).role() == Role.LEADER),
                            SOON))
                    .isTrue();
            for (int i = 0; i < 20; i++) {
                others(old).forEach(this::probe);
                simulation.run(Duration.ofNanos(100_000));
            }
            run(5_000);
            assertNothingStale();
            assertThat(answered).isPositive();
        }
    }

    @Test
    void s06_aReadRightAfterARestartSeesEverythingAcknowledgedBefore() {
        for (int size : new int[] {1, 3}) {
            for (long seed = 1; seed <= 10; seed++) {
                PeerId leader = start(size, seed);
                proposeMany(leader, 5, "c");
                acknowledged = propose(leader, "last");
                cluster.peers().forEach(cluster::crash);
                cluster.peers().forEach(cluster::restart);
                run(0);
                assertThat(simulation.runUntil(
                                () -> cluster.peers().stream()
                                        .allMatch(peer -> cluster.replica(peer).isPresent()),
                                SOON))
                        .isTrue();
                List<CompletableFuture<Bytes>> answers =
                        cluster.peers().stream().map(this::ask).toList();
                answers.forEach(answer ->
                        assertThat(cluster.await(answer, SOON).toLong()).isEqualTo(6));
            }
        }
    }

    @Test
    void r30_readsWhoseMessagesAreLostAreAskedAgainAndRoundsNeverMix() {
        for (long seed = 1; seed <= 5; seed++) {
            start(3, seed);
            simulation
                    .network()
                    .options(LinkOptions.hostile()
                            .withLoss(0.3)
                            .withDuplication(0.3)
                            .withReplay(0.3, Duration.ofSeconds(2)));
            for (int i = 0; i < 100; i++) {
                PeerId peer = cluster.peers().get(i % 3);
                var unused =
                        send(peer, "c" + i).thenAccept(reply -> acknowledged = Math.max(acknowledged, reply.toLong()));
                cluster.peers().forEach(this::probe);
                run(20);
                if (i % 40 == 39) {
                    cluster.leader().ifPresent(leader -> {
                        cluster.crash(leader);
                        cluster.restart(leader);
                    });
                }
            }
            run(12_000);
            assertNothingStale();
            assertThat(answered).isGreaterThan(200);
            answered = 0;
            acknowledged = 0;
        }
    }

    @Test
    void aReadOnAFollowerSurvivesTheLossOfOneMessage() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        propose(leader, "a");
        simulation.network().filter((from, to, group, frame) -> from.equals(follower) ? Verdict.DROP : Verdict.DELIVER);
        CompletableFuture<Bytes> answer = ask(follower);
        run(20);
        simulation.network().unfilter();
        assertThat(cluster.await(answer, Duration.ofSeconds(3)).toLong()).isEqualTo(1);
    }

    @Test
    void withoutAQuorumALinearizableReadFailsAtItsDeadlineAndALocalOneIsServed() {
        PeerId leader = start(3);
        propose(leader, "a");
        cluster.awaitConverged(SOON);
        for (PeerId peer : List.of(leader, others(leader).get(0))) {
            simulation.network().isolate(peer);
            CompletableFuture<Bytes> read = ask(peer);
            CompletableFuture<Bytes> local = cluster.query(peer, Bytes.EMPTY, ReadMode.LOCAL);
            assertThat(cluster.await(local, Duration.ofMillis(5)).toLong()).isEqualTo(1);
            long before = simulation.now();
            assertThat(failureOf(read)).isInstanceOf(ConsensusException.NotLeader.class);
            assertThat(simulation.now() - before)
                    .isLessThan(Duration.ofSeconds(11).toNanos());
            simulation.network().heal();
            assertThat(cluster.await(ask(peer), SOON).toLong()).isEqualTo(1);
        }
    }

    @Test
    void aQueryThatThrowsFailsItsOwnFutureAndNothingElse() {
        PeerId leader = start(3);
        propose(leader, "a");
        hooks(leader).query = query -> {
            if (query.toUtf8().equals("exception")) {
                throw new IllegalArgumentException("what a question");
            }
            if (query.toUtf8().equals("error")) {
                throw new StackOverflowError("deep");
            }
        };
        for (ReadMode mode : ReadMode.values()) {
            CompletableFuture<Bytes> exception = cluster.query(leader, Bytes.ofUtf8("exception"), mode);
            CompletableFuture<Bytes> error = cluster.query(leader, Bytes.ofUtf8("error"), mode);
            CompletableFuture<Bytes> fine = cluster.query(leader, Bytes.ofUtf8("fine"), mode);
            assertThat(failureOf(exception)).isInstanceOf(IllegalArgumentException.class);
            assertThat(failureOf(error)).hasRootCauseInstanceOf(StackOverflowError.class);
            assertThat(cluster.await(fine, SOON).toLong()).isEqualTo(1);
        }
        assertThat(cluster.status(leader).pending()).isZero();
        propose(leader, "b");
        assertAllAgree();
    }

    @Test
    void r28_tooManyReadsAreRefusedAndThePressurePasses() {
        options = options.withPendingMax(20, 1 << 20);
        PeerId leader = start(3);
        propose(leader, "a");
        simulation.network().isolate(leader);
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(ask(leader));
        }
        run(100);
        assertThat(answers.stream().filter(CompletableFuture::isDone)).hasSize(80);
        assertThat(failureOf(answers.get(99))).isInstanceOf(ConsensusException.Overloaded.class);
        assertThat(cluster.status(leader).pending()).isEqualTo(20);
        simulation.network().heal();
        answers.subList(0, 20)
                .forEach(answer ->
                        assertThat(cluster.await(answer, SOON).toLong()).isEqualTo(1));
        assertThat(cluster.status(leader).pending()).isZero();
        assertThat(cluster.await(ask(leader), SOON).toLong()).isEqualTo(1);
    }

    @Test
    void readsThatWaitTogetherShareARound() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        propose(leader, "a");
        run(50);
        long before = simulation.network().sent();
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(ask(follower));
        }
        answers.forEach(answer -> cluster.await(answer, Duration.ofMillis(50)));
        assertThat(simulation.network().sent() - before).isLessThan(40);
    }

    @Test
    void aReadWaitsForTheStateMachineAndNotOnlyForTheLog() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        propose(leader, "a");
        hooks(follower).apply = command -> simulation.run(Duration.ofSeconds(2));
        propose(leader, "slow on the follower");
        CompletableFuture<Bytes> local = cluster.query(follower, Bytes.EMPTY, ReadMode.LOCAL);
        CompletableFuture<Bytes> read = ask(follower);
        run(1_000);
        assertThat(read.isDone()).isFalse();
        assertThat(cluster.await(read, SOON).toLong()).isEqualTo(2);
        assertThat(cluster.await(local, SOON).toLong()).isPositive();
    }

    private void probe(PeerId peer) {
        long atLeast = acknowledged;
        var unused = ask(peer).thenAccept(reply -> {
            answered++;
            if (reply.toLong() < atLeast) {
                stale.add(peer + " answered " + reply.toLong() + " after " + atLeast + ", seed " + simulation.seed());
            }
        });
    }

    private void assertNothingStale() {
        assertThat(stale).isEmpty();
    }
}
