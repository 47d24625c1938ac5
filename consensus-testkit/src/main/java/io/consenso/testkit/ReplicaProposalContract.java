/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.consenso.spi.SnapshotStore;
import io.consenso.testkit.simulation.FrameFilter.Verdict;
import io.consenso.testkit.simulation.LinkOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a replica promises about commands: taken anywhere, in order, exactly once, and errors that tell the truth. */
public abstract class ReplicaProposalContract extends ReplicaContract {
    /** For subclasses. */
    protected ReplicaProposalContract() {}

    @Test
    void everyReplicaTakesCommands() {
        start(3);
        long position = 0;
        for (PeerId peer : cluster.peers()) {
            assertThat(propose(peer, "from " + peer)).isEqualTo(++position);
        }
        assertAllAgree();
        assertThat(texts(cluster.peers().get(0))).containsExactly("from n1", "from n2", "from n3");
    }

    @Test
    void aCommandProposedBeforeThereIsALeaderWaitsForOneAndIsApplied() {
        prepare(3, 1);
        cluster.start();
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (PeerId peer : cluster.peers()) {
            assertThat(cluster.status(peer).leader()).isEmpty();
            answers.add(send(peer, "early from " + peer));
        }
        answers.forEach(answer -> cluster.await(answer, SOON));
        assertAllAgree();
        assertThat(texts(cluster.peers().get(0)))
                .containsExactlyInAnyOrder("early from n1", "early from n2", "early from n3");
    }

    @Test
    void commandsOfOneReplicaAreAppliedInItsOrderThroughALeaderCrash() {
        for (long seed = 1; seed <= 10; seed++) {
            PeerId leader = start(3, seed);
            PeerId follower = others(leader).get(0);
            List<CompletableFuture<Bytes>> answers = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sent.add("c" + i);
                answers.add(send(follower, "c" + i));
                run(1);
                if (i == 100) {
                    cluster.crash(leader);
                }
            }
            answers.forEach(answer -> cluster.await(answer, SOON));
            assertThat(texts(follower)).as("seed %s", seed).isEqualTo(sent);
            cluster.restart(leader);
            assertAllAgree();
        }
    }

    @Test
    void commandsOfOneReplicaAreAppliedInItsOrderOverALinkThatLosesDoublesAndReorders() {
        for (long seed = 1; seed <= 5; seed++) {
            PeerId leader = start(3, seed);
            simulation.network().options(LinkOptions.hostile().withLoss(0.2).withDuplication(0.3));
            PeerId follower = others(leader).get(0);
            List<CompletableFuture<Bytes>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(send(follower, "c" + i));
                run(5);
            }
            answers.forEach(answer -> simulation.runUntil(answer::isDone, Duration.ofSeconds(30)));
            simulation.network().options(LinkOptions.reliable());
            assertAllAgree();
            List<Integer> applied = texts(follower).stream()
                    .map(text -> Integer.parseInt(text.substring(1)))
                    .toList();
            assertThat(applied).as("seed %s", seed).isSorted().doesNotHaveDuplicates();
            for (int i = 0; i < 100; i++) {
                if (!answers.get(i).isCompletedExceptionally()) {
                    assertThat(applied).as("seed %s", seed).contains(i);
                }
            }
        }
    }

    @Test
    void withoutALeaderACommandThatWasNeverSentFailsAsNotLeaderAndIsNeverApplied() {
        prepare(3, 1);
        cluster.start();
        PeerId alone = cluster.peers().get(0);
        simulation.network().isolate(alone);
        CompletableFuture<Bytes> answer = send(alone, "never");
        long before = simulation.now();
        assertThat(failureOf(answer))
                .isInstanceOfSatisfying(
                        ConsensusException.NotLeader.class,
                        failure -> assertThat(failure.mayBeApplied()).isFalse());
        Duration waited = Duration.ofNanos(simulation.now() - before);
        assertThat(waited).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_200));
        simulation.network().heal();
        propose(alone, "later");
        assertAllAgree();
        assertThat(texts(alone)).containsExactly("later");
    }

    @Test
    void r40_aCommandThatWasSentAndNotAnsweredInTimeIsUnknownAndAppliedAtMostOnce() {
        PeerId leader = start(3);
        propose(leader, "first");
        simulation.network().isolate(leader);
        CompletableFuture<Bytes> answer = send(leader, "unknown");
        assertThat(failureOf(answer))
                .isInstanceOfSatisfying(
                        ConsensusException.OutcomeUnknown.class,
                        failure -> assertThat(failure.mayBeApplied()).isTrue());
        simulation.network().heal();
        propose(leader, "last");
        assertAllAgree();
        assertThat(texts(leader)).containsOnlyOnce("first", "last").doesNotHaveDuplicates();
    }

    @Test
    void r40_aForwardedCommandWhoseLeaderIsCutOffIsUnknownAndMayStillCommitOnce() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        propose(follower, "first");
        deafen(follower);
        CompletableFuture<Bytes> answer = send(follower, "applied elsewhere");
        assertThat(failureOf(answer)).isInstanceOf(ConsensusException.OutcomeUnknown.class);
        simulation.network().heal();
        propose(follower, "last");
        assertAllAgree();
        assertThat(texts(leader)).containsExactly("first", "applied elsewhere", "last");
    }

    @Test
    void aForwardedCommandThatIsLostOnItsWayIsSentAgain() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        propose(follower, "first");
        dropWhere(ReplicaContract::isForward, follower);
        CompletableFuture<Bytes> answer = send(follower, "lost at first");
        run(500);
        simulation.network().unfilter();
        assertThat(cluster.await(answer, SOON).toLong()).isEqualTo(2);
        assertAllAgree();
    }

    @Test
    void aCommandThatIsTooLargeIsRefusedAtOnce() {
        options = options.withCommandBytesMax(100);
        PeerId leader = start(1);
        assertThat(failureOf(send(leader, "x".repeat(101)))).isInstanceOf(ConsensusException.TooLarge.class);
        assertThat(propose(leader, "x".repeat(100))).isEqualTo(1);
    }

    @Test
    void r28_overloadIsRefusedWithBoundedMemoryAndPassesByItself() {
        options = options.withPendingMax(50, 1 << 20);
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        for (PeerId peer : List.of(leader, follower)) {
            simulation.network().isolate(peer);
            List<CompletableFuture<Bytes>> answers = IntStream.range(0, 500)
                    .mapToObj(i -> send(peer, peer + "/" + i))
                    .toList();
            run(500);
            assertThat(cluster.status(peer).pending()).isEqualTo(50);
            assertThat(answers.stream().filter(CompletableFuture::isDone)).hasSize(450);
            answers.subList(50, 500)
                    .forEach(answer -> assertThat(failureOf(answer)).isInstanceOf(ConsensusException.Overloaded.class));
            simulation.network().heal();
            answers.subList(0, 50).forEach(answer -> cluster.await(answer, SOON));
            assertThat(cluster.status(peer).pending()).isZero();
            propose(peer, "after");
        }
        assertAllAgree();
        assertThat(texts(leader)).hasSize(102);
    }

    @Test
    void r28_theBoundIsInBytesTooButOneLargeCommandAlwaysFits() {
        options = options.withPendingMax(1_000, 1_000);
        PeerId leader = start(1);
        CompletableFuture<Bytes> large = send(leader, "x".repeat(5_000));
        CompletableFuture<Bytes> more = send(leader, "y");
        assertThat(failureOf(more)).isInstanceOf(ConsensusException.Overloaded.class);
        assertThat(cluster.await(large, SOON).toLong()).isEqualTo(1);
        assertThat(propose(leader, "z")).isEqualTo(2);
    }

    @Test
    void r28_whatFitsWhereItIsProposedFitsAtTheLeaderToo() {
        options = options.withPendingMax(1_000, 1_000);
        PeerId leader = start(3);
        assertThat(propose(others(leader).get(0), "x".repeat(5_000))).isEqualTo(1);
    }

    @Test
    void r28_aFloodThroughAFollowerIsCarriedOrRefusedButNeverLost() {
        options = options.withPendingMax(200, 4_000);
        PeerId leader = start(3);
        Set<String> accepted = new HashSet<>();
        Set<String> refused = new HashSet<>();
        for (int round = 0; round < 50; round++) {
            for (PeerId peer : cluster.peers()) {
                for (int i = 0; i < 40; i++) {
                    String text = round + "/" + peer + "/" + i + "x".repeat(20);
                    var unused = send(peer, text).whenComplete((reply, thrown) -> {
                        assertThat(thrown == null || thrown instanceof ConsensusException.Overloaded)
                                .as("%s", thrown)
                                .isTrue();
                        (thrown == null ? accepted : refused).add(text);
                    });
                }
            }
            run(1);
        }
        assertThat(simulation.runUntil(() -> accepted.size() + refused.size() == 6_000, SOON))
                .as(() -> accepted.size() + " " + refused.size())
                .isTrue();
        assertAllAgree();
        assertThat(new HashSet<>(texts(leader))).isEqualTo(accepted);
        assertThat(texts(leader)).doesNotHaveDuplicates();
        assertThat(accepted).hasSizeGreaterThan(600);
    }

    @Test
    void commandsThatWaitTogetherShareOneEntry() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        for (PeerId peer : List.of(leader, follower)) {
            propose(peer, "opens the session");
            List<CompletableFuture<Bytes>> answers =
                    IntStream.range(0, 100).mapToObj(i -> send(peer, "c" + i)).toList();
            long before = cluster.status(leader).commitIndex();
            answers.forEach(answer -> cluster.await(answer, SOON));
            // The first may leave at once, alone; the others wait for it together.
            assertThat(cluster.status(leader).commitIndex() - before).isLessThanOrEqualTo(2);
            List<Command> commands = cluster.machine(leader).journal().commands();
            List<Command> last = commands.subList(commands.size() - 99, commands.size());
            assertThat(last.stream().map(Command::index).distinct()).hasSize(1);
            assertThat(last.stream().map(Command::ordinal)).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void aCommandAloneDoesNotWaitForOthers() {
        PeerId leader = start(1);
        propose(leader, "opens the session");
        long before = simulation.now();
        propose(leader, "alone");
        assertThat(Duration.ofNanos(simulation.now() - before)).isLessThan(Duration.ofMillis(5));
    }

    @Test
    void r33_aCommandIsAppliedOnceWhenItsLeaderFailsBeforeTheAnswer() {
        for (long seed = 1; seed <= 10; seed++) {
            PeerId leader = start(3, seed);
            PeerId proposer = others(leader).get(0);
            PeerId other = others(leader, proposer).get(0);
            propose(proposer, "first");
            deafen(proposer);
            CompletableFuture<Bytes> answer = send(proposer, "once");
            assertThat(simulation.runUntil(() -> texts(other).contains("once"), SOON))
                    .isTrue();
            cluster.crash(leader);
            simulation.network().heal();
            assertThat(cluster.await(answer, SOON).toLong()).isEqualTo(2);
            cluster.restart(leader);
            assertAllAgree();
            assertThat(texts(proposer)).containsExactly("first", "once");
        }
    }

    @Test
    void r33_aCommandWhoseSessionComesBySnapshotIsAnsweredAndAppliedOnce() {
        options = options.withTrailingEntries(0);
        for (long seed = 1; seed <= 10; seed++) {
            PeerId leader = start(3, seed);
            PeerId proposer = others(leader).get(0);
            propose(proposer, "first");
            deafen(proposer);
            List<CompletableFuture<Bytes>> answers =
                    List.of(send(proposer, "second"), send(proposer, "third"), send(proposer, "fourth"));
            assertThat(simulation.runUntil(() -> texts(leader).contains("fourth"), SOON))
                    .isTrue();
            propose(leader, "fifth");
            checkpoint(leader);
            simulation.network().heal();
            for (int i = 0; i < 3; i++) {
                assertThat(cluster.await(answers.get(i), SOON).toLong()).isEqualTo(i + 2);
            }
            assertThat(hooks(proposer).restores).isEqualTo(1);
            assertAllAgree();
            assertThat(texts(proposer)).containsExactly("first", "second", "third", "fourth", "fifth");
        }
    }

    @Test
    void s44_aRetryAfterFailOverMeetsTheSessionThatTheNewLeaderHasFromASnapshot() {
        options = options.withTrailingEntries(0);
        PeerId leader = start(3);
        PeerId proposer = others(leader).get(0);
        PeerId next = others(leader, proposer).get(0);
        propose(proposer, "first");
        cluster.crash(next);
        deafen(proposer);
        // The leader alone cannot commit; so the proposer hears entries but not what became of them.
        simulation.network().heal();
        CompletableFuture<Bytes> answer = send(proposer, "once");
        cluster.await(answer, SOON);
        checkpoint(leader);
        cluster.restart(next);
        cluster.awaitConverged(SOON);
        assertThat(hooks(next).restores).isEqualTo(1);
        List<Frame> forwards = recordForwards(proposer);
        CompletableFuture<Bytes> second = send(proposer, "twice sent");
        cluster.await(second, SOON);
        cluster.crash(leader);
        PeerId successor = cluster.awaitLeader(SOON);
        cluster.restart(leader);
        replay(proposer, successor, forwards);
        cluster.awaitLeader(SOON);
        propose(proposer, "last");
        assertAllAgree();
        assertThat(texts(next)).containsExactly("first", "once", "twice sent", "last");
    }

    @Test
    void aForwardFrameThatArrivesAgainIsNotAppliedAgain() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        List<Frame> forwards = recordForwards(follower);
        for (int i = 0; i < 20; i++) {
            propose(follower, "c" + i);
        }
        assertThat(forwards).hasSizeGreaterThanOrEqualTo(21);
        for (int i = 0; i < 3; i++) {
            replay(follower, leader, forwards);
            propose(follower, "d" + i);
        }
        assertAllAgree();
        assertThat(texts(leader)).hasSize(23).doesNotHaveDuplicates();
    }

    @Test
    void s45_anIdleSessionExpiresByLogTimeAndTheNextCommandOpensANewOneAndIsAppliedOnce() {
        options = options.withSessionTtl(Duration.ofMinutes(1));
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        for (int i = 0; i < 3; i++) {
            assertThat(propose(follower, "f" + i)).isEqualTo(2 * i + 1);
            cluster.nodes().forEach(node -> node.clock().stepWall(Duration.ofHours(1)));
            assertThat(propose(leader, "l" + i)).isEqualTo(2 * i + 2);
        }
        assertAllAgree();
        assertThat(texts(leader)).containsExactly("f0", "l0", "f1", "l1", "f2", "l2");
        assertSameSessions();
        List<Long> sessions = cluster.machine(leader).journal().commands().stream()
                .map(Command::session)
                .toList();
        assertThat(sessions).hasSize(6).doesNotHaveDuplicates();
        // The last one has expired for nobody, the last but one only for who has heard of the hour that passed.
        cluster.peers()
                .forEach(peer -> assertThat(hooks(peer).expired)
                        .as("expired at %s", peer)
                        .containsExactlyElementsOf(sessions.subList(0, 5)));
    }

    @Test
    void aSessionThatIsToLastForEverDoes() {
        options = options.withSessionTtl(Duration.ofMillis(Long.MAX_VALUE));
        PeerId leader = start(3);
        propose(leader, "a");
        cluster.nodes().forEach(node -> node.clock().stepWall(Duration.ofDays(1_000)));
        long before = cluster.status(leader).commitIndex();
        propose(leader, "b");
        assertThat(cluster.status(leader).commitIndex()).isEqualTo(before + 1);
    }

    @Test
    void aCommandSentTwiceAroundTheExpiryOfItsSessionIsUnknownAndAppliedAtMostOnce() {
        options = options.withSessionTtl(Duration.ofMinutes(1));
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        propose(follower, "first");
        dropWhere(ReplicaContract::isForward, follower);
        CompletableFuture<Bytes> answer = send(follower, "doubtful");
        run(1_500);
        node(leader).clock().stepWall(Duration.ofHours(1));
        propose(leader, "moves log time on");
        simulation.network().unfilter();
        assertThat(failureOf(answer)).isInstanceOf(ConsensusException.OutcomeUnknown.class);
        propose(follower, "last");
        assertAllAgree();
        assertThat(texts(leader)).doesNotHaveDuplicates().contains("first", "last");
    }

    @Test
    void aCommandThatASnapshotJumpedOverAlongWithTheEndOfItsSessionIsNotAppliedAgain() {
        options = options.withSessionTtl(Duration.ofMinutes(1)).withTrailingEntries(0);
        int jumped = 0;
        for (long seed = 1; seed <= 20; seed++) {
            PeerId leader = start(3, seed);
            PeerId proposer = others(leader).get(0);
            propose(proposer, "first");
            deafen(proposer);
            CompletableFuture<Bytes> answer = send(proposer, "once");
            assertThat(simulation.runUntil(() -> texts(leader).contains("once"), SOON))
                    .isTrue();
            node(leader).clock().stepWall(Duration.ofHours(1));
            propose(leader, "expires the session");
            checkpoint(leader);
            simulation.network().heal();
            simulation.network().reset(leader, proposer);
            assertThat(simulation.runUntil(answer::isDone, SOON)).isTrue();
            if (answer.isCompletedExceptionally()) {
                assertThat(failureOf(answer)).isInstanceOf(ConsensusException.OutcomeUnknown.class);
            }
            jumped += hooks(proposer).restores;
            propose(proposer, "last");
            assertAllAgree();
            assertThat(texts(leader))
                    .as("seed %s", seed)
                    .containsOnlyOnce("once")
                    .doesNotHaveDuplicates();
        }
        assertThat(jumped).isPositive();
    }

    @Test
    void theSessionTableIsTheSameOnAllReplicas() {
        options = options.withSessionTtl(Duration.ofSeconds(5));
        PeerId leader = start(3);
        simulation.network().options(LinkOptions.hostile());
        for (int i = 0; i < 100; i++) {
            PeerId peer = cluster.peers().get(i % 3);
            var unused = send(peer, "c" + i);
            run(i % 10 == 0 ? 3_000 : 10);
        }
        simulation.network().options(LinkOptions.reliable());
        propose(leader, "last");
        cluster.awaitConverged(SOON);
        assertSameSessions();
    }

    @Test
    void aReplicaThatComesBackProposesUnderANewSession() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        for (int i = 0; i < 5; i++) {
            propose(follower, "life " + i);
            cluster.crash(follower);
            restart(follower);
        }
        assertAllAgree();
        assertThat(texts(leader)).containsExactly("life 0", "life 1", "life 2", "life 3", "life 4");
    }

    @Test
    void proposingFromWithinAnAnswerWorks() {
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        for (PeerId peer : List.of(leader, follower)) {
            CompletableFuture<Bytes> chain = node(peer).call(() -> {
                CompletableFuture<Bytes> last = replica(peer).propose(Bytes.ofUtf8("0 " + peer));
                for (int i = 1; i < 20; i++) {
                    String text = i + " " + peer;
                    last = last.thenCompose(reply -> replica(peer).propose(Bytes.ofUtf8(text)));
                }
                return last;
            });
            cluster.await(chain, SOON);
        }
        assertAllAgree();
        assertThat(texts(leader)).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void aCallbackThatThrowsHarmsNobodyElse() {
        PeerId leader = start(3);
        var unused = send(leader, "a").thenAccept(reply -> {
            throw new IllegalStateException("the application's own");
        });
        assertThat(propose(leader, "b")).isEqualTo(2);
        assertAllAgree();
    }

    private void assertSameSessions() {
        cluster.awaitConverged(SOON);
        Set<Integer> checksums = new HashSet<>();
        for (PeerId peer : cluster.peers()) {
            checkpoint(peer);
            SnapshotStore.Stored stored = snapshots(peer).latest().orElseThrow();
            checksums.add(stored.checksum());
        }
        assertThat(checksums).hasSize(1);
    }

    private List<Frame> recordForwards(PeerId from) {
        List<Frame> frames = new ArrayList<>();
        simulation.network().filter((sender, to, group, frame) -> {
            if (sender.equals(from) && isForward(frame)) {
                frames.add(Frame.of(frame));
            }
            return Verdict.DELIVER;
        });
        return frames;
    }

    private void replay(PeerId from, PeerId to, List<Frame> frames) {
        simulation.network().unfilter();
        node(from).run(() -> frames.forEach(frame -> node(from).transport().send(GROUP, to, frame)));
        run(50);
    }
}
