/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.PaxosClusters.T;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineReplica;
import org.junit.jupiter.api.Test;

/** Quorums that are no majorities (Howard, Malkhi, Spiegelman, 2016): of five voters four elect, and two are enough to choose. */
class FlexibleQuorumTest {
    private static EngineCluster<Message> led() {
        EngineCluster<Message> cluster =
                PaxosClusters.of(5, 1, PaxosClusters.OPTIONS.withQuorums(4, 2)).start();
        cluster.elect(cluster.n(1));
        return cluster;
    }

    @Test
    void twoOfFiveChooseThoughTheOthersAreSlow() {
        EngineCluster<Message> cluster = led();
        for (int slow = 3; slow <= 5; slow++) {
            cluster.n(slow).diskInstant(false);
        }
        cluster.n(1).propose("a");
        cluster.settle();
        assertThat(cluster.n(1).appliedPayloads()).containsExactly("a");
        assertThat(cluster.n(3).writesInFlight()).isPositive();
    }

    @Test
    void aLeaderGoesOnWithOneOther() {
        EngineCluster<Message> cluster = led();
        for (int gone = 3; gone <= 5; gone++) {
            cluster.n(gone).crash(0);
        }
        cluster.run(5 * T);
        cluster.n(1).propose("a");
        cluster.run(T);
        assertThat(cluster.leaders()).containsExactly(cluster.n(1));
        assertThat(cluster.n(2).appliedPayloads()).containsExactly("a");
    }

    @Test
    void oneAloneChoosesNothingAndGivesUp() {
        EngineCluster<Message> cluster = led();
        cluster.isolate(cluster.n(1));
        cluster.n(1).propose("a");
        cluster.run(3 * T);
        assertThat(cluster.n(1).appliedPayloads()).isEmpty();
        assertThat(cluster.n(1).isLeader()).isFalse();
    }

    /** What two have chosen is among what any four promise. */
    @Test
    void fourOfFiveElectAndFindWhatTwoHaveChosen() {
        EngineCluster<Message> cluster = led();
        cluster.n(1).propose("a");
        cluster.deliver(cluster.n(1), cluster.n(2), Message.Accept.class);
        cluster.deliver(cluster.n(2), cluster.n(1), Message.Accepted.class);
        assertThat(cluster.n(1).appliedPayloads()).containsExactly("a");
        cluster.drop(letter -> true);
        cluster.n(1).crash(0);
        cluster.elect(cluster.n(5));
        cluster.run(T);
        assertThat(cluster.n(5).appliedPayloads()).containsExactly("a");
    }

    @Test
    void threeOfFiveDoNotElect() {
        EngineCluster<Message> cluster = led();
        cluster.n(1).crash(0);
        cluster.n(2).crash(0);
        cluster.run(20 * T);
        assertThat(cluster.leaders()).isEmpty();
        cluster.n(2).start();
        cluster.runUntil(() -> !cluster.leaders().isEmpty());
    }

    @Test
    void quorumsThatNeedNotShareAVoterAreRefusedAtTheStart() {
        EngineCluster<Message> cluster = PaxosClusters.of(5, 1, PaxosClusters.OPTIONS.withQuorums(3, 2));
        EngineReplica<Message> replica = cluster.n(1);
        assertThatThrownBy(replica::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need not share");
    }
}
