/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static io.consenso.raft.Rig.N2;
import static io.consenso.raft.Rig.T;
import static io.consenso.raft.Rig.THREE;
import static io.consenso.raft.Rig.at;
import static io.consenso.raft.Rig.entry;
import static io.consenso.raft.Rig.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Progress.Fetch;
import io.consenso.engine.Ready;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineReplica;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log compaction (5), and what other implementations got wrong in it. */
class SnapshotScenarioTest {
    private static SnapshotMeta meta(long index, long term) {
        return new SnapshotMeta(index, term, THREE);
    }

    /** A follower with three entries of term 1, two of them committed. */
    private static Rig follower() {
        Rig rig = new Rig().having(1, 1, 1, 1).start();
        rig.receive(N2, new Message.Append(1, at(3, 1), 2, List.of())).poll();
        return rig;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void r19_anOfferOfWhatIsCommittedIsAnsweredAsInstalled(long index) {
        Rig rig = follower();
        Ready<Message> ready =
                rig.receive(N2, new Message.SnapshotOffer(1, meta(index, 1))).poll();
        assertThat(ready.sendNow()).containsExactly(to(N2, new Message.SnapshotInstalled(1, 2)));
        assertThat(ready.progress().fetch()).isEmpty();
    }

    @Test
    void r19_anOfferWhoseLastEntryIsInTheLogCommitsIt() {
        Rig rig = follower();
        Ready<Message> ready =
                rig.receive(N2, new Message.SnapshotOffer(1, meta(3, 1))).poll();
        assertThat(ready.sendNow()).containsExactly(to(N2, new Message.SnapshotInstalled(1, 3)));
        assertThat(ready.progress().commitIndex()).isEqualTo(3);
    }

    @Test
    void r19_aNewerSnapshotReplacesAConflictingSuffix() {
        Rig rig = follower();
        Ready<Message> ready =
                rig.receive(N2, new Message.SnapshotOffer(3, meta(3, 2))).pollAndPersist();
        assertThat(ready.progress().fetch()).contains(new Fetch(N2, meta(3, 2)));
        rig.engine().snapshotInstalled(meta(3, 2));
        ready = rig.poll();
        assertThat(ready.persist())
                .isEqualTo(new Log.Batch(Optional.empty(), OptionalLong.of(1), List.of(), Optional.of(at(3, 2))));
        assertThat(ready.sendAfterPersist()).containsExactly(to(N2, new Message.SnapshotInstalled(3, 3)));
        assertThat(ready.progress().commitIndex()).isEqualTo(3);
        assertThat(ready.progress().fetch()).isEmpty();
        assertThat(rig.log).hasToString("3.2|");
    }

    /** Figure 5.3, step 6: "if existing log entry has same index and term as snapshot's last entry, retain the entries following it". */
    @Test
    void r19_aSnapshotWhoseLastEntryIsInTheLogKeepsTheSuffix() {
        Rig rig = new Rig().having(1, 1, 1, 1).start();
        rig.engine().snapshotInstalled(meta(2, 1));
        assertThat(rig.poll().persist())
                .isEqualTo(new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(), Optional.of(at(2, 1))));
        assertThat(rig.log).hasToString("2.1| 3.1");
    }

    @Test
    void r19_atBootASnapshotNewerThanTheLogReplacesIt() {
        Rig rig = new Rig().having(3, 1, 1);
        rig.snapshot = Optional.of(meta(9, 3));
        Ready<Message> ready = rig.start().poll();
        assertThat(rig.log).hasToString("9.3|");
        assertThat(ready.progress().commitIndex()).isEqualTo(9);
    }

    @Test
    void r19_atBootASnapshotThatConflictsWithTheLogReplacesIt() {
        Rig rig = new Rig().having(3, 1, 1, 1, 1);
        rig.snapshot = Optional.of(meta(2, 3));
        rig.start().poll();
        assertThat(rig.log).hasToString("2.3|");
    }

    @Test
    void r19_atBootALogThatAgreesWithTheSnapshotIsKept() {
        Rig rig = new Rig().having(3, 1, 1, 1, 1);
        rig.snapshot = Optional.of(meta(2, 1));
        assertThat(rig.start().poll().persist()).isEqualTo(Log.Batch.EMPTY);
        assertThat(rig.log.lastIndex()).isEqualTo(4);
    }

    @Test
    void aLogThatDoesNotJoinUpWithTheSnapshotStopsTheReplica() {
        Rig rig = new Rig().having(1, 1, 1, 1);
        rig.log.apply(new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(), Optional.of(at(2, 1))));
        assertThatThrownBy(rig::start)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("there is no snapshot");
        rig.snapshot = Optional.of(meta(1, 1));
        assertThatThrownBy(rig::start)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("what lies between is lost");
    }

    @Test
    void theLogIsCompactedAsFarAsAllowedAndNeverBeyondTheSnapshot() {
        Rig rig = follower();
        rig.engine().snapshotTaken(meta(2, 1), 1);
        assertThat(rig.poll().persist().compactTo()).contains(at(1, 1));
        rig.engine().snapshotTaken(meta(2, 1), 3);
        assertThat(rig.poll().persist().compactTo()).contains(at(2, 1));
        rig.engine().snapshotTaken(meta(2, 1), 1);
        assertThat(rig.poll().persist()).isEqualTo(Log.Batch.EMPTY);
        assertThatThrownBy(() -> rig.engine().snapshotTaken(meta(3, 1), 3)).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void aNewerOfferSupersedesAnOlderOne() {
        Rig rig = follower();
        rig.receive(N2, new Message.SnapshotOffer(1, meta(7, 1)));
        rig.receive(N2, new Message.SnapshotOffer(1, meta(9, 1)));
        rig.receive(N2, new Message.SnapshotOffer(1, meta(7, 1)));
        assertThat(rig.poll().progress().fetch()).contains(new Fetch(N2, meta(9, 1)));
    }

    @Test
    void anAppendThatReachesBelowTheFloorIsTakenFromTheCommitIndexOn() {
        Rig rig = follower();
        rig.engine().snapshotTaken(meta(2, 1), 2);
        rig.pollAndPersist();
        Ready<Message> ready = rig.receive(
                        N2,
                        new Message.Append(1, at(0, 0), 0, List.of(entry(1, 1), entry(2, 1), entry(3, 1), entry(4, 1))))
                .poll();
        assertThat(ready.persist()).isEqualTo(Rig.writes(entry(4, 1)));
        assertThat(ready.sendAfterPersist()).containsExactly(to(N2, new Message.AppendAccepted(1, 4)));
    }

    /** n3 is cut off while the others go on and compact. */
    private static EngineCluster<Message> withFollowerBehind() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.isolate(cluster.n(3));
        commitAndCompact(cluster, "a");
        return cluster;
    }

    private static void commitAndCompact(EngineCluster<Message> cluster, String payload) {
        cluster.n(1).propose(payload);
        cluster.settle();
        cluster.n(1).takeSnapshot(Long.MAX_VALUE);
        cluster.settle();
    }

    /** Lets time pass, but no fetch. */
    private static void heartbeats(EngineCluster<Message> cluster) {
        for (int i = 0; i < 3; i++) {
            cluster.advance(T / 10);
            cluster.n(1).tick();
            cluster.settle();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void r20_aCrashAtAnyStepOfAnInstallEndsWell(int step) {
        EngineCluster<Message> cluster = withFollowerBehind();
        EngineReplica<Message> behind = cluster.n(3);
        cluster.heal();
        heartbeats(cluster);
        cluster.disksInstant(false);
        SnapshotMeta wanted = behind.progress().fetch().orElseThrow().meta();
        if (step == 1) {
            // The snapshot is durable, the engine does not know it yet.
            behind.store(wanted);
        } else if (step > 1) {
            behind.install(wanted);
        }
        behind.crash(step == 3 ? 9 : 0);
        cluster.drop(letter -> true);
        behind.start();
        cluster.disksInstant(true);
        behind.finishWrites();
        cluster.n(1).propose("b");
        cluster.run(2 * T);
        assertThat(behind.appliedPayloads()).containsExactly("a", "b");
        assertThat(cluster.leaders()).hasSize(1);
    }

    @Test
    void r21_aFollowerThatIsBehindAgainWhenItFinishesIsOfferedTheNextSnapshot() {
        EngineCluster<Message> cluster = withFollowerBehind();
        EngineReplica<Message> behind = cluster.n(3);
        cluster.heal();
        heartbeats(cluster);
        SnapshotMeta first = behind.progress().fetch().orElseThrow().meta();
        cluster.isolate(behind);
        commitAndCompact(cluster, "b");
        cluster.heal();
        behind.install(first);
        cluster.settle();
        heartbeats(cluster);
        assertThat(behind.progress().fetch().orElseThrow().meta())
                .isEqualTo(cluster.n(1).snapshot().orElseThrow());
        cluster.run(T);
        assertThat(behind.appliedPayloads()).containsExactly("a", "b");
    }

    @Test
    void r22_compactionPastTheNextIndexOfAProbedPeerTurnsToASnapshot() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        EngineReplica<Message> behind = cluster.n(3);
        cluster.n(1).propose("a");
        cluster.drop(letter -> letter.to().equals(behind.id()));
        cluster.settle();
        // The probe is lost, and before the next one the log is cut off behind it.
        cluster.n(1).input(engine -> engine.disconnected(behind.id()));
        cluster.cut(cluster.n(1), behind);
        commitAndCompact(cluster, "b");
        cluster.heal();
        cluster.run(T);
        assertThat(behind.appliedPayloads()).containsExactly("a", "b");
        assertThat(behind.snapshot()).isPresent();
    }
}
