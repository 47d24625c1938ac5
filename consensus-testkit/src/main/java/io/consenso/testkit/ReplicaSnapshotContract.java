/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.simulation.FrameFilter.Verdict;
import io.consenso.testkit.simulation.LinkOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a replica promises about snapshots: when they are taken, what they do to the log, how they travel, and what goes wrong without harm. */
public abstract class ReplicaSnapshotContract extends ReplicaContract {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final int CHUNK = 1_000;

    private int chunks;
    private long chunkBytes;

    /** For subclasses. */
    protected ReplicaSnapshotContract() {}

    @Test
    void aSnapshotIsTakenAfterSoManyEntriesAndTheLogKeepsItsTrailingPart() {
        options = options.withSnapshotEvery(50, 1 << 30, NEVER).withTrailingEntries(10);
        PeerId leader = start(3);
        proposeMany(leader, 200, "c");
        cluster.awaitConverged(SOON);
        run(100);
        for (PeerId peer : cluster.peers()) {
            long snapshot = cluster.status(peer).snapshotIndex();
            assertThat(snapshot)
                    .isBetween(
                            cluster.status(peer).appliedIndex() - 55,
                            cluster.status(peer).appliedIndex());
            assertThat(log(peer).floor().index()).isEqualTo(snapshot - 10);
            assertThat(hooks(peer).snapshots).isBetween(3, 5);
            assertThat(hooks(peer).releases).isEqualTo(hooks(peer).snapshots);
        }
    }

    @Test
    void aSnapshotIsTakenAfterSoManyBytes() {
        options = options.withSnapshotEvery(1 << 30, 10_000, NEVER);
        PeerId leader = start(1);
        for (int i = 0; i < 40; i++) {
            propose(leader, "x".repeat(1_000));
        }
        run(100);
        assertThat(hooks(leader).snapshots).isBetween(3, 5);
        assertThat(cluster.status(leader).snapshotIndex()).isPositive();
    }

    @Test
    void aSnapshotIsTakenAfterTheIntervalIfAnythingWasAppliedAndNoneIfNothingWas() {
        options = options.withSnapshotEvery(1 << 30, 1 << 30, Duration.ofSeconds(10));
        PeerId leader = start(3);
        propose(leader, "a");
        assertThat(hooks(leader).snapshots).isZero();
        run(11_000);
        for (PeerId peer : cluster.peers()) {
            assertThat(hooks(peer).snapshots).isEqualTo(1);
            assertThat(cluster.status(peer).snapshotIndex())
                    .isEqualTo(cluster.status(peer).appliedIndex());
        }
        run(60_000);
        assertThat(hooks(leader).snapshots).isEqualTo(1);
        propose(leader, "b");
        run(11_000);
        assertThat(hooks(leader).snapshots).isEqualTo(2);
    }

    @Test
    void aSnapshotIsTakenByCallAndTheCallSaysWhichOne() {
        options = options.withTrailingEntries(0);
        PeerId leader = start(3);
        PeerId follower = others(leader).get(0);
        proposeMany(leader, 5, "c");
        cluster.awaitConverged(SOON);
        for (PeerId peer : List.of(leader, follower)) {
            SnapshotMeta meta = checkpoint(peer);
            assertThat(meta.index()).isEqualTo(cluster.status(peer).appliedIndex());
            assertThat(meta.membership()).isEqualTo(cluster.status(peer).membership());
            run(50);
            assertThat(log(peer).floor()).isEqualTo(meta.position());
        }
        propose(leader, "goes on");
        assertAllAgree();
    }

    @Test
    void callsForASnapshotAtTheSameTimeAreAllAnswered() {
        PeerId leader = start(1);
        propose(leader, "a");
        hooks(leader).writing = () -> simulation.run(Duration.ofSeconds(1));
        List<CompletableFuture<SnapshotMeta>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(cluster.checkpoint(leader));
            run(100);
        }
        long last = propose(leader, "b");
        answers.add(cluster.checkpoint(leader));
        answers.forEach(
                answer -> assertThat(cluster.await(answer, SOON).index()).isPositive());
        assertThat(last).isEqualTo(2);
        assertThat(cluster.status(leader).snapshotIndex())
                .isEqualTo(cluster.status(leader).appliedIndex());
        assertThat(hooks(leader).snapshots).isEqualTo(2);
    }

    @Test
    void aCheckpointOfAGroupInWhichNothingHappenedYetComesWithTheFirstEntry() {
        prepare(3, 1);
        cluster.start();
        CompletableFuture<SnapshotMeta> early =
                cluster.checkpoint(cluster.peers().get(0));
        propose(cluster.awaitLeader(SOON), "first");
        assertThat(cluster.await(early, SOON).index()).isPositive();
    }

    @Test
    void applyingGoesOnWhileASnapshotIsWritten() {
        PeerId leader = start(1);
        propose(leader, "in the snapshot");
        hooks(leader).writing = () -> simulation.run(Duration.ofSeconds(5));
        CompletableFuture<SnapshotMeta> slow = cluster.checkpoint(leader);
        run(10);
        propose(leader, "after it");
        assertThat(slow.isDone()).isFalse();
        SnapshotMeta meta = cluster.await(slow, SOON);
        assertThat(meta.index()).isLessThan(cluster.status(leader).appliedIndex());
        cluster.crash(leader);
        restart(leader);
        propose(leader, "last");
        assertThat(texts(leader)).containsExactly("in the snapshot", "after it", "last");
    }

    @Test
    void aRestartRestoresTheSnapshotAndReplaysTheLogAfterIt() {
        PeerId leader = start(3);
        proposeMany(leader, 20, "a");
        cluster.awaitConverged(SOON);
        cluster.peers().forEach(this::checkpoint);
        proposeMany(leader, 7, "b");
        cluster.awaitConverged(SOON);
        cluster.peers().forEach(cluster::crash);
        hooks.values().forEach(hook -> hook.applies = 0);
        cluster.peers().forEach(this::restart);
        cluster.awaitLeader(SOON);
        assertThat(simulation.runUntil(() -> texts(leader).size() == 27, SOON)).isTrue();
        assertAllAgree();
        for (PeerId peer : cluster.peers()) {
            assertThat(texts(peer)).hasSize(27);
            assertThat(hooks(peer).restores).isEqualTo(1);
            assertThat(hooks(peer).applies).isEqualTo(7);
        }
    }

    @Test
    void aReplicaFarBehindCatchesUpBySnapshotInPiecesOverALossyLink() {
        PeerId behind = leaveBehind(3, 1);
        simulation.network().options(LinkOptions.hostile().withLoss(0.2).withDuplication(0.1));
        countChunks(behind);
        cluster.restart(behind);
        long length = length(others(behind).get(0));
        cluster.awaitConverged(Duration.ofMinutes(2));
        assertAllAgree();
        assertThat(hooks(behind).restores).isEqualTo(1);
        assertThat(chunkBytes).isBetween(length, 2 * length);
        assertThat(chunks).isGreaterThan(20);
    }

    @Test
    void aTransferGoesOnWhereItWasAfterACrashOfTheReceiver() {
        PeerId behind = leaveBehind(3, 1);
        countChunks(behind);
        cluster.restart(behind);
        assertThat(simulation.runUntil(() -> chunks == 15, SOON)).isTrue();
        node(behind).kill();
        cluster.restart(behind);
        cluster.awaitConverged(SOON);
        assertAllAgree();
        assertThat(hooks(behind).restores).isEqualTo(1);
        long length = length(others(behind).get(0));
        assertThat(chunkBytes).isBetween(length, length + 4 * CHUNK);
    }

    @Test
    void aTransferGoesOnWhereItWasFromAnotherSourceWhenItsOwnCrashes() {
        PeerId behind = leaveBehind(3, 1);
        countChunks(behind);
        cluster.restart(behind);
        assertThat(simulation.runUntil(() -> chunks == 15, SOON)).isTrue();
        PeerId source = cluster.leader().orElseThrow();
        long length = length(source);
        cluster.crash(source);
        assertThat(simulation.runUntil(() -> hooks(behind).restores > 0, SOON)).isTrue();
        assertThat(chunkBytes).isBetween(length, length + 4 * CHUNK);
        cluster.restart(source);
        assertAllAgree();
    }

    @Test
    void r20_aCrashAtAnyStepOfAnInstallationLeavesWhatARestartCanUse() {
        for (int effects = 0; effects < 60; effects++) {
            PeerId behind = leaveBehind(3, 100 + effects);
            countChunks(behind);
            cluster.restart(behind);
            assertThat(simulation.runUntil(() -> chunks == 26, SOON)).isTrue();
            node(behind).crashAfterEffects(effects);
            simulation.runUntil(() -> !node(behind).isUp(), Duration.ofSeconds(2));
            if (node(behind).isUp()) {
                node(behind).crash();
            }
            cluster.restart(behind);
            cluster.awaitConverged(SOON);
            assertAllAgree();
        }
    }

    @Test
    void aSnapshotIsInstalledOverWhatTheReplicaHasAndWhileItServes() {
        options = options.withTrailingEntries(0).withSnapshotChunkBytes(CHUNK);
        PeerId leader = start(3);
        PeerId behind = others(leader).get(0);
        proposeMany(leader, 10, "a");
        propose(behind, "own");
        cluster.awaitConverged(SOON);
        simulation.network().isolate(behind);
        proposeMany(leader, 50, "b");
        checkpoint(leader);
        simulation.network().heal();
        CompletableFuture<Bytes> read = ask(behind);
        CompletableFuture<Bytes> write = send(behind, "during");
        assertThat(cluster.await(read, SOON).toLong()).isGreaterThanOrEqualTo(61);
        assertThat(cluster.await(write, SOON).toLong()).isEqualTo(62);
        assertAllAgree();
        assertThat(hooks(behind).restores).isEqualTo(1);
    }

    /** Regression: the snapshot of 50 was committed after the fetched one of 100, and what lay between was in neither log nor snapshot. */
    @Test
    void aSnapshotTakenHereNeverReplacesANewerOneFetchedMeanwhile() {
        options = options.withTrailingEntries(0).withSnapshotEvery(20, 1 << 30, NEVER);
        for (long seed = 1; seed <= 5; seed++) {
            PeerId leader = start(3, seed);
            PeerId slow = others(leader).get(0);
            hooks(slow).apply = command -> {
                if (command.payload().toUtf8().equals("c15")) {
                    simulation.run(Duration.ofSeconds(6));
                }
            };
            proposeMany(leader, 25, "c");
            simulation.network().isolate(slow);
            proposeMany(leader, 60, "d");
            simulation.network().heal();
            assertThat(simulation.runUntil(
                            () -> snapshots(slow)
                                    .latest()
                                    .map(s -> s.meta().index() > 60)
                                    .orElse(false),
                            SOON))
                    .isTrue();
            assertThat(texts(slow)).hasSizeLessThan(20);
            long fetched = cluster.status(slow).snapshotIndex();
            for (int i = 0; i < 100; i++) {
                run(100);
                assertThat(cluster.status(slow).snapshotIndex()).isGreaterThanOrEqualTo(fetched);
            }
            cluster.crash(slow);
            cluster.restart(slow);
            assertAllAgree();
        }
    }

    /** S36: the second snapshot replaced the first while that one still waited for the state machine. */
    @Test
    void s36_snapshotsThatArriveFasterThanTheyAreRestoredDoNoHarm() {
        options = options.withTrailingEntries(0).withSnapshotEvery(1 << 30, 1 << 30, NEVER);
        PeerId leader = start(3);
        PeerId slow = others(leader).get(0);
        propose(leader, "first");
        cluster.awaitConverged(SOON);
        hooks(slow).apply = command -> {
            if (command.payload().toUtf8().equals("slow")) {
                simulation.run(Duration.ofSeconds(20));
            }
        };
        propose(leader, "slow");
        run(200);
        for (int i = 0; i < 3; i++) {
            simulation.network().isolate(slow);
            run(100);
            proposeMany(leader, 10, "round " + i + "/");
            SnapshotMeta meta = checkpoint(leader);
            simulation.network().heal();
            assertThat(simulation.runUntil(
                            () -> snapshots(slow)
                                    .latest()
                                    .map(s -> s.meta().equals(meta))
                                    .orElse(false),
                            Duration.ofSeconds(5)))
                    .as("round %s: %s", i, cluster.describe())
                    .isTrue();
        }
        assertThat(hooks(slow).restores).isZero();
        run(25_000);
        assertAllAgree();
        assertThat(texts(slow)).hasSize(32);
    }

    @Test
    void r21_aReplicaCatchesUpThoughNewSnapshotsAreDueFasterThanOneTravels() {
        options = options.withTrailingEntries(0)
                .withSnapshotEvery(20, 1 << 30, NEVER)
                .withSnapshotChunkBytes(200);
        PeerId leader = start(3);
        PeerId behind = others(leader).get(0);
        cluster.crash(behind);
        proposeMany(leader, 200, "a");
        simulation.network().options(LinkOptions.reliable().withDelay(Duration.ofMillis(5), Duration.ofMillis(1)));
        countChunks(behind);
        cluster.restart(behind);
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < 6_000 && hooks(behind).restores == 0; i++) {
            answers.add(send(leader, "b" + i));
            run(5);
        }
        assertThat(hooks(behind).restores).as("%s pieces", chunks).isPositive();
        answers.forEach(answer -> cluster.await(answer, SOON));
        assertAllAgree();
        run(15_000);
        proposeMany(leader, 25, "c");
        run(100);
        assertThat(cluster.status(leader).snapshotIndex())
                .isGreaterThan(cluster.status(leader).appliedIndex() - 26);
    }

    @Test
    void aSnapshotThatCannotBeWrittenLosesNothingAndIsTakenAgainLater() {
        options = options.withTrailingEntries(0).withSnapshotEvery(20, 1 << 30, NEVER);
        PeerId leader = start(3);
        hooks(leader).writing = () -> {
            throw new IOException("no space left on device");
        };
        proposeMany(leader, 30, "a");
        run(50);
        assertThat(hooks(leader).snapshots).isEqualTo(1);
        assertThat(hooks(leader).releases).isEqualTo(1);
        assertThat(cluster.status(leader).snapshotIndex()).isZero();
        assertThat(log(leader).floor().index()).isZero();
        assertThat(failureOf(cluster.checkpoint(leader))).hasMessageContaining("no space left");
        hooks(leader).writing = () -> {
            throw new StackOverflowError("a deep structure");
        };
        assertThat(failureOf(cluster.checkpoint(leader))).hasRootCauseInstanceOf(StackOverflowError.class);
        hooks(leader).writing = () -> {};
        proposeMany(leader, 30, "b");
        run(50);
        assertThat(cluster.status(leader).snapshotIndex()).isPositive();
        assertThat(log(leader).floor().index()).isPositive();
        cluster.crash(leader);
        cluster.restart(leader);
        assertAllAgree();
        assertThat(texts(leader)).hasSize(60);
    }

    @Test
    void aStateMachineThatCannotCaptureItsStateHaltsTheReplicaAndNobodyWaitsForEver() {
        PeerId leader = start(3);
        propose(leader, "a");
        hooks(leader).snapshot = () -> {
            throw new IllegalStateException("cannot");
        };
        CompletableFuture<SnapshotMeta> answer = cluster.checkpoint(leader);
        assertThat(failureOf(answer)).isNotInstanceOf(AssertionError.class);
        run(10);
        assertThat(cluster.halted()).containsOnlyKeys(leader);
        assertThat(cluster.halted().get(leader)).hasMessage("cannot");
        PeerId other = others(leader).get(0);
        assertThat(propose(other, "b")).isEqualTo(2);
    }

    @Test
    void aDiskThatFailsWhileASnapshotIsCommittedCostsThisReplicaAndNoAcknowledgedCommand() {
        options = options.withTrailingEntries(0);
        PeerId leader = start(3);
        proposeMany(leader, 10, "a");
        run(50);
        node(leader).disk().failNextWrite(new IOException("EIO"));
        assertThat(failureOf(cluster.checkpoint(leader))).hasMessageContaining("EIO");
        PeerId other = others(leader).get(0);
        proposeMany(other, 10, "b");
        node(leader).crash();
        cluster.restart(leader);
        cluster.awaitConverged(SOON);
        for (PeerId peer : cluster.peers()) {
            assertThat(texts(peer)).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void aDamagedSnapshotStopsTheStartWithAClearMessage() {
        PeerId leader = start(3);
        PeerId damaged = others(leader).get(0);
        proposeMany(leader, 10, "a");
        cluster.awaitConverged(SOON);
        checkpoint(damaged);
        cluster.crash(damaged);
        node(damaged).disk().damageSnapshot(GROUP);
        cluster.restart(damaged);
        run(100);
        assertThat(cluster.replica(damaged)).isEmpty();
        assertThat(cluster.halted().get(damaged))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum")
                .hasMessageContaining("snapshot");
        propose(leader, "the others go on");
    }

    @Test
    void r34_anIdleGroupBringsAReplicaThatWasAwayUpToDate() {
        for (int trailing : new int[] {0, 1_000}) {
            options = options.withTrailingEntries(trailing);
            PeerId leader = start(3);
            PeerId away = others(leader).get(0);
            cluster.crash(away);
            proposeMany(leader, 20, "c");
            checkpoint(leader);
            run(1_000);
            cluster.restart(away);
            assertAllAgree();
            assertThat(hooks(away).restores).isEqualTo(trailing == 0 ? 1 : 0);
        }
    }

    @Test
    void aReplicaThatWasOfflineForAPieceOfTheTrailingPartNeedsNoSnapshot() {
        options = options.withTrailingEntries(30).withSnapshotEvery(20, 1 << 30, NEVER);
        PeerId leader = start(3);
        PeerId away = others(leader).get(0);
        proposeMany(leader, 30, "a");
        cluster.awaitConverged(SOON);
        cluster.crash(away);
        proposeMany(leader, 25, "b");
        cluster.restart(away);
        assertAllAgree();
        countChunks(away);
        assertThat(chunks).isZero();
    }

    /** A replica that is down and needs a snapshot of some 25 pieces, which both others have. */
    private PeerId leaveBehind(int size, long seed) {
        options = options.withTrailingEntries(0)
                .withSnapshotEvery(1 << 30, 1 << 30, NEVER)
                .withSnapshotChunkBytes(CHUNK);
        PeerId leader = start(size, seed);
        PeerId behind = others(leader).get(0);
        cluster.crash(behind);
        chunks = 0;
        chunkBytes = 0;
        for (int i = 0; i < 25; i++) {
            propose(leader, i + "x".repeat(1_000));
        }
        long commit = cluster.status(leader).commitIndex();
        assertThat(simulation.runUntil(
                        () -> others(behind).stream()
                                .allMatch(peer -> cluster.status(peer).appliedIndex() == commit),
                        SOON))
                .isTrue();
        others(behind).forEach(this::checkpoint);
        run(100);
        return behind;
    }

    private long length(PeerId peer) {
        return snapshots(peer).latest().orElseThrow().length();
    }

    private void countChunks(PeerId to) {
        simulation.network().filter((from, receiver, group, frame) -> {
            if (receiver.equals(to) && frame.get(0) == SNAPSHOT_CHUNK) {
                chunks++;
                chunkBytes += Math.min(CHUNK, frame.length());
            }
            return Verdict.DELIVER;
        });
    }
}
