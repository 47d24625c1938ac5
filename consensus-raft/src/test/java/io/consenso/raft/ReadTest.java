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
import static io.consenso.raft.Rig.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Ready;
import io.consenso.testkit.engine.EngineCluster;
import org.junit.jupiter.api.Test;

/** Dissertation 6.4: one input, then exactly what is due. */
class ReadTest {
    @Test
    void aReadWaitsForTheNoopOfTheTerm() {
        Rig rig = new Rig().lead();
        rig.pollAndPersist();
        rig.engine().read(1);
        Ready<Message> ready = rig.poll();
        assertThat(ready.sendNow()).isEmpty();
        ready = rig.receive(N2, new Message.AppendAccepted(1, 1)).poll();
        assertThat(ready.sendNow())
                .contains(to(N2, new Message.Heartbeat(1, 1, 1)), to(N3, new Message.Heartbeat(1, 0, 1)));
        ready = rig.receive(N3, new Message.HeartbeatReply(1, 1)).poll();
        assertThat(ready.progress().reads()).containsExactly(new ReadGrant(1, 1));
    }

    @Test
    void oneRoundServesAllReadsThatWait() {
        Rig rig = new Rig().leadCommitted();
        rig.engine().read(1);
        rig.engine().read(2);
        assertThat(rig.poll().sendNow()).hasSize(2);
        Ready<Message> ready = rig.receive(N3, new Message.HeartbeatReply(1, 1)).poll();
        assertThat(ready.progress().reads()).containsExactly(new ReadGrant(1, 1), new ReadGrant(2, 1));
    }

    @Test
    void answersToAnEarlierRoundDoNotCount() {
        Rig rig = new Rig().leadCommitted();
        rig.engine().read(1);
        rig.poll();
        assertThat(rig.receive(N2, new Message.HeartbeatReply(1, 0))
                        .poll()
                        .progress()
                        .reads())
                .isEmpty();
    }

    @Test
    void steppingDownRefusesReads() {
        Rig rig = new Rig().leadCommitted();
        rig.engine().read(1);
        rig.poll();
        assertThat(rig.passTime(2 * T).poll().progress().readsRefused()).containsExactly(1L);
    }

    @Test
    void aFollowerAsksTheLeaderOnceForAllReadsOfARound() {
        Rig rig = new Rig().having(1).start().receive(N2, new Message.Heartbeat(1, 0, 0));
        rig.poll();
        rig.engine().read(1);
        rig.engine().read(2);
        Ready<Message> ready = rig.poll();
        assertThat(ready.sendNow()).hasSize(1);
        Message.ReadIndexRequest request =
                (Message.ReadIndexRequest) ready.sendNow().get(0).message();
        ready = rig.receive(N2, new Message.ReadIndexReply(1, request.request(), 7))
                .poll();
        assertThat(ready.progress().reads()).containsExactly(new ReadGrant(1, 7), new ReadGrant(2, 7));
        ready = rig.receive(N2, new Message.ReadIndexReply(1, request.request(), 7))
                .poll();
        assertThat(ready.progress().reads()).isEmpty();
    }

    @Test
    void aFollowerWithoutALeaderRefuses() {
        Rig rig = new Rig().start();
        rig.engine().read(1);
        assertThat(rig.poll().progress().readsRefused()).containsExactly(1L);
    }

    @Test
    void whoIsNoLeaderRefusesForwardedReads() {
        Rig rig = new Rig().start().receive(N2, new Message.ReadIndexRequest(0, 42));
        assertThat(rig.poll().sendNow()).containsExactly(to(N2, new Message.ReadIndexRefused(0, 42)));
    }

    @Test
    void aRequestWhoseAnswerIsLostIsGivenUp() {
        Rig rig = new Rig().having(1).start().receive(N2, new Message.Heartbeat(1, 0, 0));
        rig.engine().read(1);
        rig.poll();
        for (int i = 0; i < 21; i++) {
            rig.passTime(T / 10).receive(N2, new Message.Heartbeat(1, 0, 0));
        }
        assertThat(rig.poll().progress().readsRefused()).containsExactly(1L);
    }

    @Test
    void aReadOnAFollowerSeesWhatWasCommittedBefore() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.n(1).propose("a");
        cluster.settle();
        long readId = cluster.n(3).read();
        cluster.settle();
        assertThat(cluster.n(3).granted())
                .containsExactly(new ReadGrant(readId, cluster.n(1).commit()));
        assertThat(cluster.n(3).progress().leader()).contains(N1);
    }
}
