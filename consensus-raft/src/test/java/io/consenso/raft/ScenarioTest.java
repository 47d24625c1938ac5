/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static io.consenso.raft.Rig.N1;
import static io.consenso.raft.Rig.N2;
import static io.consenso.raft.Rig.N3;
import static io.consenso.raft.Rig.T;
import static io.consenso.raft.Rig.at;
import static io.consenso.raft.Rig.entry;
import static io.consenso.raft.Rig.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineReplica;
import io.consenso.testkit.engine.Letter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other implementations got wrong in elections, commits and replication. Snapshots and reads have classes of their own. */
class ScenarioTest {
    /** Extended paper, figure 2: "respond to RPCs after updating stable storage". */
    @Test
    void r01_neitherTermNorVoteLeavesBeforeItIsDurable() {
        EngineCluster<Message> cluster = RaftClusters.started(3);
        cluster.disksInstant(false);
        EngineReplica<Message> candidate = cluster.n(1);
        cluster.advance(2 * T);
        candidate.tick();
        cluster.deliver(candidate, cluster.n(2), Message.RequestPreVote.class);
        cluster.deliver(cluster.n(2), candidate, Message.PreVoteReply.class);
        assertThat(cluster.find(candidate, cluster.n(2), Message.RequestVote.class))
                .isEmpty();
        candidate.finishWrite();
        cluster.deliver(candidate, cluster.n(2), Message.RequestVote.class);
        assertThat(cluster.find(cluster.n(2), candidate, Message.VoteReply.class))
                .isEmpty();
        cluster.n(2).finishWrite();
        cluster.deliver(cluster.n(2), candidate, Message.VoteReply.class);
        assertThat(candidate.isLeader()).isTrue();
    }

    @Test
    void r02_termAndVoteAreOneRecordInOneWrite() {
        Rig rig = new Rig().having(3).start();
        Ready<Message> ready =
                rig.receive(N2, new Message.RequestVote(8, at(0, 0))).poll();
        assertThat(ready.persist().hardState().map(HardState::decode)).contains(new HardState(8, Optional.of(N2)));
        assertThat(rig.poll().persist()).isEqualTo(Log.Batch.EMPTY);
    }

    /** The runtime halts after a failed write; until then, and when asked again, the engine takes nothing for granted. */
    @Test
    void r03_aVoteThatIsNeverReportedDurableIsNeverCounted() {
        EngineCluster<Message> cluster = RaftClusters.started(3);
        cluster.disksInstant(false);
        cluster.n(2).input(engine -> engine.receive(N1, new Message.RequestVote(1, LogPosition.ZERO)));
        cluster.n(2).input(engine -> engine.receive(N1, new Message.RequestVote(1, LogPosition.ZERO)));
        assertThat(cluster.network()).isEmpty();
        cluster.n(2).crash(0);
        cluster.n(2).start();
        cluster.n(2).input(engine -> engine.receive(N3, new Message.RequestVote(1, LogPosition.ZERO)));
        cluster.n(2).finishWrites();
        assertThat(cluster.network()).containsExactly(new Letter<>(N2, N3, new Message.VoteReply(1, true)));
    }

    /** Section 3.6.2, figure 3.7: the entry of term 2 is on a majority in step (c), and may still be overwritten as in (d). */
    @Test
    void r04_figure8_anEntryOfAnEarlierTermIsNotCommittedByCounting() {
        Rig rig = new Rig().having(3, 1, 2).lead();
        rig.pollAndPersist();
        rig.receive(N2, new Message.AppendAccepted(4, 2)).receive(N3, new Message.AppendAccepted(4, 2));
        assertThat(rig.poll().progress().commitIndex()).isZero();
        rig.receive(N2, new Message.AppendAccepted(4, 3));
        assertThat(rig.poll().progress().commitIndex()).isEqualTo(3);
    }

    /** Section 9.6. */
    @Test
    void r05_aServerThatReturnsFromAPartitionDisruptsNobody() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        long term = cluster.n(1).epoch();
        cluster.isolate(cluster.n(3));
        cluster.run(20 * T);
        cluster.runUntil(() -> cluster.n(3).wakeAt() - cluster.now() < T / 20);
        cluster.heal();
        // Its log is as good as any, and its time-out ends before the leader reaches it.
        cluster.now(cluster.n(3).wakeAt());
        cluster.n(3).tick();
        cluster.settle();
        cluster.run(3 * T);
        cluster.n(1).propose("a");
        cluster.run(T);
        assertThat(cluster.n(1).isLeader()).isTrue();
        assertThat(cluster.replicas()).allMatch(replica -> replica.epoch() == term);
        assertThat(cluster.n(3).appliedPayloads()).containsExactly("a");
    }

    /** The longest log has the lowest term, and the highest term the shortest log: they must find together. */
    @Test
    void r06_preVoteWithStaleAndMixedTermsStillElects() {
        EngineCluster<Message> cluster = RaftClusters.of(3, 6);
        prepare(cluster.n(1), 2, entry(1, 1), entry(2, 2));
        prepare(cluster.n(2), 9, entry(1, 1));
        prepare(cluster.n(3), 50);
        cluster.replicas().forEach(EngineReplica::start);
        cluster.runUntil(() -> cluster.replicas().stream().allMatch(replica -> replica.commit() == 3));
        assertThat(cluster.leaders()).containsExactly(cluster.n(1));
    }

    private static void prepare(EngineReplica<Message> replica, long term, io.consenso.spi.Entry... entries) {
        replica.having(Optional.of(new HardState(term, Optional.empty()).encode()), List.of(entries));
    }

    /** A replica whose term ran ahead cannot be reached by its leader; it says so, and the group moves on. */
    @Test
    void r06_aReplicaWithAHigherTermIsTakenBackIn() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.n(3).crash(0);
        prepare(cluster.n(3), 50);
        cluster.n(3).start();
        cluster.run(6 * T);
        assertThat(cluster.leaders()).hasSize(1);
        assertThat(cluster.replicas()).allMatch(replica -> replica.epoch() > 50);
    }

    @Test
    void r08_aLeaderThatIsHeardButHearsNobodyMakesWay() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.cut(cluster.n(2), cluster.n(1));
        cluster.cut(cluster.n(3), cluster.n(1));
        cluster.run(6 * T);
        assertThat(cluster.leaders()).hasSize(1).doesNotContain(cluster.n(1));
    }

    @Test
    void r08_aFollowerThatHearsNobodyDeposesNobody() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        long term = cluster.n(1).epoch();
        cluster.cut(cluster.n(1), cluster.n(3));
        cluster.cut(cluster.n(2), cluster.n(3));
        cluster.run(6 * T);
        assertThat(cluster.n(1).isLeader()).isTrue();
        assertThat(cluster.n(1).epoch()).isEqualTo(term);
    }

    /** Only n3 still reaches a majority, and it is not the leader when the links fail. */
    @Test
    void r09_theHubOfAStarBecomesLeader() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(5);
        for (int i = 1; i <= 5; i++) {
            for (int j = i + 1; j <= 5; j++) {
                if (i != 3 && j != 3) {
                    cluster.cutBoth(cluster.n(i), cluster.n(j));
                }
            }
        }
        cluster.runUntil(() -> cluster.n(3).isLeader());
        cluster.n(3).propose("a");
        cluster.run(T);
        assertThat(cluster.replicas())
                .allMatch(replica -> replica.appliedPayloads().contains("a"));
    }

    @Test
    void r15_anAnsweredHeartbeatSaysNothingAboutTheLog() {
        Rig rig = new Rig().leadCommitted();
        rig.propose("a").pollAndPersist();
        for (int i = 0; i < 5; i++) {
            rig.passTime(T / 10)
                    .receive(N2, new Message.HeartbeatReply(1, 0))
                    .receive(N3, new Message.HeartbeatReply(1, 0));
        }
        assertThat(rig.poll().progress().commitIndex()).isEqualTo(1);
    }

    @Test
    void r16_lateRepeatedAndReorderedAnswersMoveNothingBack() {
        Rig rig = new Rig().leadCommitted();
        rig.propose("a", "b", "c").pollAndPersist();
        rig.receive(N2, new Message.AppendAccepted(1, 4)).poll();
        rig.receive(N2, new Message.AppendAccepted(1, 4))
                .receive(N2, new Message.AppendAccepted(1, 2))
                .receive(N2, new Message.AppendRejected(1, 3, at(1, 1)))
                .receive(N2, new Message.AppendRejected(1, 4, at(0, 0)));
        assertThat(rig.poll().sendNow()).isEmpty();
        Ready<Message> ready = rig.propose("d").poll();
        assertThat(ready.sendNow())
                .filteredOn(send -> send.to().equals(N2))
                .singleElement()
                .satisfies(send -> {
                    assertThat(((Message.Append) send.message()).previous()).isEqualTo(at(4, 1));
                });
        assertThat(ready.progress().commitIndex()).isEqualTo(4);
        // Still a stream: a probe would wait for its answer first.
        assertThat(rig.propose("e").poll().sendNow()).extracting(Ready.Send::to).contains(N2);
    }

    @Test
    void r16_answersOfAnEarlierTermAreIgnored() {
        Rig rig = new Rig().having(4, 1, 1, 1).lead();
        rig.pollAndPersist();
        rig.receive(N2, new Message.AppendAccepted(4, 4)).receive(N3, new Message.AppendRejected(4, 3, at(0, 0)));
        Ready<Message> ready = rig.poll();
        assertThat(ready.progress().commitIndex()).isZero();
        assertThat(ready.sendNow()).isEmpty();
    }

    @Test
    void r17_aDelayedAppendOfADeposedLeaderTruncatesNothing() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.n(1).propose("old");
        Letter<Message> late =
                cluster.find(cluster.n(1), cluster.n(3), Message.Append.class).orElseThrow();
        cluster.drop(letter -> true);
        cluster.n(1).crash(0);
        cluster.elect(cluster.n(2));
        cluster.n(2).propose("new");
        cluster.settle();
        assertThat(cluster.n(3).appliedPayloads()).containsExactly("new");
        List<?> before = cluster.n(3).log().all();
        cluster.hand(late);
        assertThat(cluster.n(3).log().all()).isEqualTo(before);
        assertThat(cluster.network())
                .containsExactly(
                        new Letter<>(N3, N1, new Message.TermNotice(cluster.n(2).epoch())));
    }

    /** Section 3.5: "if an existing entry conflicts", and only then. */
    @Test
    void r18_anAppendWhosePrefixIsPresentDoesNotTruncateWhatFollows() {
        Rig rig = new Rig().having(1, 1, 1, 1).start();
        Ready<Message> ready = rig.receive(N2, new Message.Append(1, at(0, 0), 0, List.of(entry(1, 1), entry(2, 1))))
                .poll();
        assertThat(ready.persist()).isEqualTo(Log.Batch.EMPTY);
        assertThat(ready.sendNow()).containsExactly(to(N2, new Message.AppendAccepted(1, 2)));
        assertThat(rig.log.lastIndex()).isEqualTo(3);
    }

    @Test
    void r28_whatIsUncommittedIsBoundedAndTheRestRefused() {
        Rig rig = new Rig();
        rig.options = rig.options.withUncommittedBytesMax(100);
        rig.leadCommitted();
        Ready<Message> ready =
                rig.propose("0123456789", "0123456789", "0123456789", "").pollAndPersist();
        // The last one would fit, but would overtake the third.
        assertThat(ready.progress().refused()).containsExactly(3L, 4L);
        assertThat(rig.log.lastIndex()).isEqualTo(3);
        rig.receive(N2, new Message.AppendAccepted(1, 3));
        assertThat(rig.propose("x").poll().progress().refused()).isEmpty();
    }

    @Test
    void r28_aProposalBeyondTheBoundIsTakenWhenItIsAlone() {
        Rig rig = new Rig();
        rig.options = rig.options.withUncommittedBytesMax(10);
        rig.leadCommitted();
        assertThat(rig.propose("x".repeat(50), "y").poll().progress().refused()).containsExactly(2L);
    }

    @Test
    void r34_anIdleClusterHealsAFollower() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.n(1).propose("a");
        cluster.drop(letter -> letter.to().equals(N3));
        cluster.settle();
        assertThat(cluster.n(3).appliedPayloads()).isEmpty();
        cluster.run(T);
        assertThat(cluster.n(3).appliedPayloads()).containsExactly("a");
    }

    @Test
    void r34_aFollowerLearnsTheLastCommitWhenTheNoticeIsLost() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.n(1).propose("a");
        cluster.deliver(cluster.n(1), cluster.n(3), Message.Append.class);
        cluster.deliver(cluster.n(3), cluster.n(1), Message.AppendAccepted.class);
        cluster.drop(letter -> true);
        cluster.run(T / 5);
        assertThat(cluster.n(3).appliedPayloads()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6})
    void r39_groupsOfOneAndOfEvenSizeWork(int size) {
        EngineCluster<Message> cluster = RaftClusters.started(size);
        cluster.runUntil(() -> !cluster.leaders().isEmpty());
        int spare = (size - 1) / 2;
        EngineReplica<Message> leader = cluster.leaders().get(0);
        List<EngineReplica<Message>> others =
                cluster.replicas().stream().filter(r -> r != leader).toList();
        others.subList(0, spare).forEach(replica -> replica.crash(0));
        leader.propose("a");
        cluster.run(T);
        assertThat(leader.appliedPayloads()).containsExactly("a");
        if (size > 1) {
            others.get(spare).crash(0);
            leader.propose("b");
            cluster.run(3 * T);
            assertThat(leader.appliedPayloads()).containsExactly("a");
            assertThat(leader.role()).isNotEqualTo(Role.LEADER);
        }
    }

    /** Nobody may call a proposal failed that is in some log: it may yet be committed. */
    @Test
    void r40_aProposalOnceTakenIsNeverReportedRefused() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.n(1).propose("ghost");
        cluster.deliver(cluster.n(1), cluster.n(2), Message.Append.class);
        cluster.isolate(cluster.n(1));
        cluster.drop(letter -> true);
        cluster.run(2 * T);
        assertThat(cluster.n(1).role()).isNotEqualTo(Role.LEADER);
        assertThat(cluster.n(1).refused()).isEmpty();
        cluster.runUntil(() -> cluster.n(2).appliedPayloads().contains("ghost"));
        cluster.heal();
        cluster.run(2 * T);
        assertThat(cluster.n(1).appliedPayloads()).containsExactly("ghost");
        assertThat(cluster.n(1).refused()).isEmpty();
    }
}
