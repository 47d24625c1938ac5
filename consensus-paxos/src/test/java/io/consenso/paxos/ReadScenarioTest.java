/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.PaxosClusters.T;
import static io.consenso.paxos.Rig.N2;
import static io.consenso.paxos.Rig.N3;
import static io.consenso.paxos.Rig.accepted;
import static io.consenso.paxos.Rig.ballot;
import static io.consenso.paxos.Rig.entry;
import static io.consenso.paxos.Rig.learnReply;
import static io.consenso.paxos.Rig.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.Progress;
import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineReplica;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads that must not be stale: by the leader, and by a quorum without one. */
class ReadScenarioTest {
    private static Rig quorumReader() {
        Rig rig = new Rig();
        rig.options = rig.options.withQuorumReads(true);
        return rig;
    }

    private static Message.ReadProbe probe(Ready<Message> ready) {
        return sent(ready, N2, Message.ReadProbe.class).get(0);
    }

    /** One voter holds a vote that may or may not be chosen: who sees it must wait, or the next reader may not see it. */
    @Test
    void p20_aQuorumReadWaitsUntilWhatItSawIsChosen() {
        Rig rig = quorumReader().start();
        rig.engine().read(7);
        Message.ReadProbe probe = probe(rig.poll());
        rig.receive(N2, new Message.ReadProbeReply(probe.probe(), 0, 2));
        assertThat(rig.poll().progress().reads()).isEmpty();
        rig.receive(N3, learnReply(1, entry(1, ballot(1, 3), "a")));
        assertThat(rig.poll().progress().reads()).isEmpty();
        rig.receive(N3, learnReply(2, entry(2, ballot(1, 3), "b")));
        assertThat(rig.poll().progress().reads()).containsExactly(new ReadGrant(7, 2));
    }

    @Test
    void p20_aQuorumReadCountsItsOwnVoteAsSeen() {
        Rig rig = quorumReader();
        rig.having(ballot(1, 2), entry(1, ballot(1, 2), "a")).start();
        rig.engine().read(7);
        Message.ReadProbe probe = probe(rig.poll());
        rig.receive(N2, new Message.ReadProbeReply(probe.probe(), 0, 0));
        assertThat(rig.poll().progress().reads()).isEmpty();
    }

    /** Of five voters, three answers: without one of them nothing can have been chosen. One that comes twice is one. */
    @Test
    void p20_aQuorumReadNeedsAnAnswerOfEveryWriteQuorum() {
        Rig rig = Rig.ofFive();
        rig.options = rig.options.withQuorumReads(true);
        rig.start().engine().read(7);
        Message.ReadProbe probe = probe(rig.poll());
        Message.ReadProbeReply answer = new Message.ReadProbeReply(probe.probe(), 0, 0);
        rig.receive(N2, answer).receive(N2, answer);
        assertThat(rig.poll().progress().reads()).isEmpty();
        rig.receive(N3, new Message.ReadProbeReply(probe.probe() - 1, 0, 0));
        assertThat(rig.poll().progress().reads()).isEmpty();
        rig.receive(N3, answer);
        assertThat(rig.poll().progress().reads()).containsExactly(new ReadGrant(7, 0));
    }

    /** What it holds is not on its disk yet, and a crash would make it unseen. */
    @Test
    void p20_anAnswerToAQuorumReadWaitsForTheVotesThatItTellsOf() {
        Rig rig = quorumReader().start();
        rig.receive(N3, Rig.accept(ballot(1, 3), 0, entry(1, ballot(1, 3), "a")));
        Ready<Message> ready = rig.receive(N2, new Message.ReadProbe(5)).poll();
        assertThat(ready.sendNow()).isEmpty();
        assertThat(ready.sendAfterPersist()).contains(new Ready.Send<>(N2, new Message.ReadProbeReply(5, 0, 1)));
    }

    /** The vote is on n2 alone, its proposer is gone, and two read, one after the other: the second sees no less. */
    @Test
    void p20_whatOneQuorumReadSawTheNextSeesToo() {
        EngineCluster<Message> cluster = PaxosClusters.of(3, 1, PaxosClusters.OPTIONS.withQuorumReads(true))
                .start();
        cluster.elect(cluster.n(1));
        cluster.n(1).propose("a");
        cluster.deliver(cluster.n(1), cluster.n(2), Message.Accept.class);
        cluster.drop(letter -> true);
        cluster.n(1).crash(0);
        EngineReplica<Message> reader = cluster.n(3);
        reader.read();
        cluster.settle();
        assertThat(reader.granted()).isEmpty();
        cluster.runUntil(
                () -> reader.granted().size() == 1 || reader.readsRefused().size() == 1);
        cluster.runUntil(() -> !cluster.leaders().isEmpty());
        reader.read();
        cluster.runUntil(() -> reader.granted().size() + reader.readsRefused().size() == 2);
        assertThat(reader.granted())
                .isNotEmpty()
                .allSatisfy(read -> assertThat(read.atIndex()).isPositive());
        assertThat(reader.appliedPayloads()).containsExactly("a");
    }

    @Test
    void p20_aQuorumReadThatNobodyAnswersIsRefused() {
        Rig rig = quorumReader().start();
        rig.engine().read(7);
        rig.poll();
        Progress progress = rig.passTime(2 * T).poll().progress();
        assertThat(progress.reads()).isEmpty();
        assertThat(progress.readsRefused()).containsExactly(7L);
    }

    /** Among the votes it was told of may be one that was chosen and answered: until that is settled it knows too little. */
    @Test
    void p21_aNewLeaderServesNoReadBeforeTheTakeOverIsDone() {
        Rig rig = new Rig().start();
        rig.prepare();
        rig.promised(N2, 0, entry(1, ballot(1, 2), "a"));
        // The heartbeat that a read asks for would be of a round above 0.
        rig.engine().read(7);
        rig.pollAndPersist();
        long own = rig.ballot();
        for (long round = 0; round < 5; round++) {
            rig.receive(N2, new Message.HeartbeatReply(own, round, 0, 1));
        }
        assertThat(rig.poll().progress().reads()).isEmpty();
        assertThat(rig.poll().progress().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void p21_aNewLeaderServesReadsOnceTheTakeOverIsDone() {
        Rig rig = new Rig().having(ballot(1, 2)).start();
        rig.prepare();
        rig.promised(N2, 0, entry(1, ballot(1, 2), "a"));
        rig.engine().read(7);
        rig.pollAndPersist();
        long own = rig.ballot();
        Ready<Message> asking = rig.receive(N2, accepted(own, 1)).poll();
        Message.Heartbeat heartbeat = sent(asking, N2, Message.Heartbeat.class).get(0);
        assertThat(asking.progress().reads()).isEmpty();
        rig.receive(N2, new Message.HeartbeatReply(own, heartbeat.round(), 1, 1));
        assertThat(rig.poll().progress().reads()).containsExactly(new ReadGrant(7, 1));
    }

    /** Its clock stands still, so it does not notice by itself that nobody answers. */
    @Test
    void p21_aDeposedLeaderServesNoRead() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
        EngineReplica<Message> deposed = cluster.n(1);
        long soonEnough = cluster.now();
        cluster.isolate(deposed);
        cluster.elect(cluster.n(2));
        cluster.n(2).propose("new");
        cluster.settle();
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

    /** One of five answers round 1, another round 2: with the leader that is a quorum for round 1 alone. */
    @Test
    void p21_answersToDifferentRoundsAreNotAddedUp() {
        Rig rig = Rig.ofFive().lead();
        rig.pollAndPersist();
        rig.engine().read(1);
        long first = sent(rig.poll(), N2, Message.Heartbeat.class).get(0).round();
        rig.engine().read(2);
        long second = sent(rig.passTime(T / 10).poll(), N2, Message.Heartbeat.class).stream()
                .mapToLong(Message.Heartbeat::round)
                .max()
                .orElseThrow();
        assertThat(second).isGreaterThan(first);
        long own = rig.ballot();
        rig.receive(N2, new Message.HeartbeatReply(own, first, 0, 0))
                .receive(N3, new Message.HeartbeatReply(own, second, 0, 0));
        assertThat(rig.poll().progress().reads()).containsExactly(new ReadGrant(1, 0));
        rig.receive(N2, new Message.HeartbeatReply(own, second, 0, 0));
        assertThat(rig.poll().progress().reads()).containsExactly(new ReadGrant(2, 0));
    }

    @Test
    void p21_answersUnderAnEarlierBallotConfirmNoRead() {
        Rig rig = new Rig().lead();
        rig.pollAndPersist();
        long before = rig.ballot();
        rig.receive(N3, new Message.Nack(before, ballot(5, 3), 0)).pollAndPersist();
        rig.promised(N2, 0).pollAndPersist();
        rig.engine().read(1);
        rig.poll();
        rig.receive(N2, new Message.HeartbeatReply(before, Long.MAX_VALUE, 0, 0));
        assertThat(rig.poll().progress().reads()).isEqualTo(List.of());
    }
}
