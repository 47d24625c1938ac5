/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static io.consenso.raft.Rig.N2;
import static io.consenso.raft.Rig.N3;
import static io.consenso.raft.Rig.T;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Role;
import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineReplica;
import io.consenso.testkit.engine.Letter;
import org.junit.jupiter.api.Test;

/** What other implementations got wrong in reads (6.4). */
class ReadScenarioTest {
    @Test
    void r07_aDeposedLeaderServesNoRead() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        EngineReplica<Message> deposed = cluster.n(1);
        long soonEnough = cluster.now() + T / 2;
        cluster.isolate(deposed);
        cluster.elect(cluster.n(2));
        cluster.n(2).propose("new");
        cluster.settle();
        // Its clock is behind, so check-quorum does not help.
        long now = cluster.now();
        cluster.now(soonEnough);
        long readId = deposed.read();
        assertThat(deposed.role()).isEqualTo(Role.LEADER);
        cluster.now(now);
        cluster.heal();
        cluster.run(4 * T);
        assertThat(deposed.granted()).isEmpty();
        assertThat(deposed.readsRefused()).containsExactly(readId);
    }

    /** The answer of the old leader arrives after the follower has turned to the new one. */
    @Test
    void r30_anIndexFromBeforeAChangeOfLeaderGrantsNothing() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        EngineReplica<Message> asking = cluster.n(3);
        asking.read();
        cluster.deliver(asking, cluster.n(1), Message.ReadIndexRequest.class);
        cluster.deliver(cluster.n(1), cluster.n(2), Message.Heartbeat.class);
        cluster.deliver(cluster.n(2), cluster.n(1), Message.HeartbeatReply.class);
        Letter<Message> late =
                cluster.find(cluster.n(1), asking, Message.ReadIndexReply.class).orElseThrow();
        cluster.drop(letter -> true);
        cluster.n(1).crash(0);
        cluster.elect(cluster.n(2));
        cluster.n(2).propose("new");
        cluster.settle();
        asking.read();
        cluster.hand(late);
        assertThat(asking.granted()).isEmpty();
        assertThat(asking.readsRefused()).hasSize(1);
        cluster.settle();
        assertThat(asking.granted())
                .singleElement()
                .extracting(ReadGrant::atIndex)
                .isEqualTo(cluster.n(2).commit());
    }

    /** An answer to the first life's question must not be taken for an answer to the second's, though the caller's ids start anew. */
    @Test
    void r30_requestsOfTwoLivesOfAFollowerDoNotMix() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        EngineReplica<Message> asking = cluster.n(3);
        asking.read();
        cluster.deliver(asking, cluster.n(1), Message.ReadIndexRequest.class);
        cluster.deliver(cluster.n(1), cluster.n(2), Message.Heartbeat.class);
        cluster.deliver(cluster.n(2), cluster.n(1), Message.HeartbeatReply.class);
        Letter<Message> late =
                cluster.find(cluster.n(1), asking, Message.ReadIndexReply.class).orElseThrow();
        cluster.drop(letter -> true);
        asking.crash(0);
        asking.start();
        cluster.run(T / 5);
        cluster.n(1).propose("new");
        cluster.settle();
        asking.read();
        cluster.hand(late);
        assertThat(asking.granted()).isEmpty();
    }

    /** One follower answers round 1 and the other round 2: only round 1 has its majority if the leader's own voice is one of five. */
    @Test
    void r30_answersToDifferentRoundsAreNotAddedUp() {
        Rig rig = new Rig(RaftClusters.started(5).membership()).leadCommittedByFive();
        rig.engine().read(1);
        rig.poll();
        rig.engine().read(2);
        rig.poll();
        rig.receive(N2, new Message.HeartbeatReply(1, 1)).receive(N3, new Message.HeartbeatReply(1, 2));
        assertThat(rig.poll().progress().reads()).containsExactly(new ReadGrant(1, 1));
        rig.receive(N2, new Message.HeartbeatReply(1, 2));
        assertThat(rig.poll().progress().reads()).containsExactly(new ReadGrant(2, 1));
    }
}
