/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.PaxosClusters.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.Role;
import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineReplica;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who leads when links fail, one way or both, or when several try at once; and what replicas with few links do for the others. */
class PartitionScenarioTest {
    private static void cutAllBut(EngineCluster<Message> cluster, int hub) {
        int size = cluster.replicas().size();
        for (int i = 1; i <= size; i++) {
            for (int j = i + 1; j <= size; j++) {
                if (i != hub && j != hub) {
                    cluster.cutBoth(cluster.n(i), cluster.n(j));
                }
            }
        }
    }

    /** Quorum loss: the leader reaches the hub alone, and the hub everybody. */
    @Test
    void p23_s09_theHubOfAStarBecomesLeader() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(5);
        cutAllBut(cluster, 3);
        cluster.runUntil(() -> cluster.n(3).isLeader());
        cluster.n(3).propose("a");
        cluster.run(T);
        assertThat(cluster.replicas())
                .allSatisfy(replica -> assertThat(replica.appliedPayloads()).containsExactly("a"));
        assertThat(cluster.leaders()).containsExactly(cluster.n(3));
    }

    /** Constrained election: the only one that reaches a quorum lacks what was chosen. In Paxos it learns, and leads. */
    @Test
    void p23_s10_theOnlyOneWithAQuorumLeadsHoweverStaleItsLog() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(5);
        cluster.isolate(cluster.n(3));
        cluster.n(1).propose("a", "b");
        cluster.settle();
        cluster.run(T / 2);
        assertThat(cluster.n(3).appliedPayloads()).isEmpty();
        cluster.heal();
        cutAllBut(cluster, 3);
        cluster.runUntil(() -> cluster.n(3).isLeader());
        assertThat(cluster.n(3).appliedPayloads()).containsExactly("a", "b");
        cluster.n(3).propose("c");
        cluster.run(T);
        assertThat(cluster.replicas())
                .allSatisfy(replica -> assertThat(replica.appliedPayloads()).containsExactly("a", "b", "c"));
    }

    /** The same when what it lacks is compacted everywhere else. */
    @Test
    void p23_s10_theOnlyOneWithAQuorumLeadsThoughItNeedsASnapshot() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(5);
        cluster.isolate(cluster.n(3));
        cluster.n(1).propose("a", "b");
        cluster.settle();
        cluster.run(T / 2);
        cluster.replicas().forEach(replica -> replica.takeSnapshot(replica.applied()));
        cluster.settle();
        cluster.heal();
        cutAllBut(cluster, 3);
        cluster.runUntil(() -> cluster.n(3).isLeader());
        assertThat(cluster.n(3).snapshot()).isPresent();
        cluster.n(3).propose("c");
        cluster.run(T);
        assertThat(cluster.n(5).appliedPayloads()).containsExactly("a", "b", "c");
    }

    /** n1 and n3 do not reach each other: n2 hears the leader, and refuses n3 as long as it does. */
    @Test
    void p23_s11_theEndsOfAChainDoNotAlternate() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
        long ballot = cluster.n(1).epoch();
        cluster.cutBoth(cluster.n(1), cluster.n(3));
        cluster.run(20 * T);
        assertThat(cluster.leaders()).containsExactly(cluster.n(1));
        assertThat(cluster.n(1).epoch()).isEqualTo(ballot);
        cluster.n(1).propose("a");
        cluster.settle();
        assertThat(cluster.n(2).appliedPayloads()).containsExactly("a");
    }

    @Test
    void p23_aLeaderThatIsHeardButHearsNobodyMakesWay() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
        cluster.cut(cluster.n(2), cluster.n(1));
        cluster.cut(cluster.n(3), cluster.n(1));
        cluster.run(6 * T);
        assertThat(cluster.leaders()).hasSize(1).doesNotContain(cluster.n(1));
    }

    @Test
    void p23_aFollowerThatHearsNobodyDeposesNobody() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
        long ballot = cluster.n(1).epoch();
        cluster.cut(cluster.n(1), cluster.n(3));
        cluster.cut(cluster.n(2), cluster.n(3));
        cluster.run(6 * T);
        assertThat(cluster.leaders()).containsExactly(cluster.n(1));
        assertThat(cluster.n(1).epoch()).isEqualTo(ballot);
    }

    @Test
    void p23_aReplicaThatReturnsFromAPartitionDisruptsNobody() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
        long ballot = cluster.n(1).epoch();
        cluster.isolate(cluster.n(3));
        cluster.run(20 * T);
        cluster.runUntil(() -> cluster.n(3).wakeAt() - cluster.now() < T / 20);
        cluster.heal();
        cluster.now(cluster.n(3).wakeAt());
        cluster.n(3).tick();
        cluster.settle();
        cluster.n(1).propose("a");
        cluster.run(3 * T);
        assertThat(cluster.replicas()).allMatch(replica -> replica.epoch() == ballot);
        assertThat(cluster.n(3).appliedPayloads()).containsExactly("a");
    }

    /** It was given a ballot far ahead. The leader that a quorum still hears prepares a higher one, once, and leads on. */
    @Test
    void p24_whoReturnsWithAnInflatedBallotIsTakenBackInByTheLeader() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
        cluster.n(1).propose("a");
        cluster.settle();
        inflate(cluster.n(3), 50);
        cluster.run(6 * T);
        assertThat(cluster.leaders()).containsExactly(cluster.n(1));
        assertThat(cluster.replicas())
                .allMatch(replica -> Ballot.round(replica.epoch()) == 51)
                .allMatch(replica -> Ballot.member(replica.epoch()) == 1);
        cluster.n(1).propose("b");
        cluster.run(T);
        assertThat(cluster.n(3).appliedPayloads()).containsExactly("a", "b");
    }

    /** The clients of a leader that finds back so need not know: what it had proposed it proposes again. */
    @Test
    void p24_whatWasProposedBeforeIsChosenAfterTheBallotIsRaised() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
        inflate(cluster.n(3), 50);
        cluster.drop(letter -> true);
        cluster.n(1).propose("a");
        cluster.drop(letter -> letter.to().equals(Rig.N2));
        cluster.run(3 * T);
        assertThat(Ballot.round(cluster.n(1).epoch())).isEqualTo(51);
        assertThat(cluster.n(1).refused()).isEmpty();
        assertThat(cluster.replicas())
                .allSatisfy(replica -> assertThat(replica.appliedPayloads()).containsExactly("a"));
    }

    private static void inflate(EngineReplica<Message> replica, long round) {
        replica.crash(0);
        HardState before = HardState.decode(replica.disk().hardState().orElseThrow());
        HardState inflated = new HardState(Ballot.of(round, 3, before.life()), before.watermark(), before.life());
        replica.having(Optional.of(inflated.encode()), List.of());
        replica.start();
    }

    /** All at once, again and again, with everything delivered in the worst order: every request of phase 1 before any answer. */
    @Test
    void p22_manyThatTryAtOnceComeToOneLeader() {
        EngineCluster<Message> cluster = PaxosClusters.started(5);
        cluster.replicas().forEach(EngineReplica::timeOut);
        deliverAll(cluster, Message.Poll.class);
        deliverAll(cluster, Message.PollReply.class);
        assertThat(cluster.replicas())
                .filteredOn(replica -> replica.role() == Role.CANDIDATE)
                .hasSizeGreaterThan(1);
        deliverAll(cluster, Message.Prepare.class);
        cluster.settle();
        cluster.run(10 * T);
        assertThat(cluster.leaders()).hasSize(1);
        long ballot = cluster.leaders().get(0).epoch();
        assertThat(Ballot.round(ballot)).isLessThan(10);
        cluster.run(10 * T);
        assertThat(cluster.leaders()).hasSize(1);
        assertThat(cluster.leaders().get(0).epoch()).isEqualTo(ballot);
    }

    private static void deliverAll(EngineCluster<Message> cluster, Class<? extends Message> kind) {
        List.copyOf(cluster.network()).stream()
                .filter(letter -> kind.isInstance(letter.message()))
                .forEach(cluster::deliver);
    }

    /** A candidate whose promises stay away asks for a new poll, and does not raise its ballot against nobody. */
    @Test
    void p22_aCandidateThatReachesNoQuorumDoesNotInflateItsBallot() {
        EngineCluster<Message> cluster = PaxosClusters.started(3);
        cluster.isolate(cluster.n(1));
        cluster.run(30 * T);
        assertThat(cluster.n(1).epoch()).isEqualTo(Ballot.ZERO);
    }

    /** n1 had proposed "a" in a slot that n2 alone had voted in. Both leaders of that slot agree, whoever comes to lead. */
    @Test
    void p15_theFollowersOfADeposedLeaderLearnWhatWasChosenInstead() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(5);
        cluster.n(1).propose("lost");
        cluster.deliver(cluster.n(1), cluster.n(2), Message.Accept.class);
        cluster.drop(letter -> true);
        cluster.isolate(List.of(cluster.n(1), cluster.n(2)));
        cluster.elect(cluster.n(3));
        cluster.n(3).propose("won");
        cluster.settle();
        assertThat(cluster.n(4).appliedPayloads()).containsExactly("won");
        cluster.heal();
        cluster.run(4 * T);
        assertThat(cluster.replicas())
                .allSatisfy(replica -> assertThat(replica.appliedPayloads()).containsExactly("won"));
    }
}
