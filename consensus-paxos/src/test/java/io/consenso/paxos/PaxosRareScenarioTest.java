/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.Rig.N1;
import static io.consenso.paxos.Rig.N2;
import static io.consenso.paxos.Rig.N3;
import static io.consenso.paxos.Rig.T;
import static io.consenso.paxos.Rig.accepted;
import static io.consenso.paxos.Rig.ballot;
import static io.consenso.paxos.Rig.entry;
import static io.consenso.paxos.Rig.proposed;
import static io.consenso.paxos.Rig.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineReplica;
import io.consenso.testkit.engine.Letter;
import io.consenso.testkit.engine.MemoryLog;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What random runs come upon too seldom, or never: each is the only test that sees some mutant. */
class PaxosRareScenarioTest {
    private static final long OLD = ballot(1, 2);

    /** The window moves, and commands come in the same turn, before the leader had a chance to go on with the take-over. */
    @Test
    void commandsWaitForTheTakeOverThoughThereIsRoomForThem() {
        Rig rig = new Rig();
        rig.options = rig.options.withSlotsMax(2);
        rig.having(OLD).start().prepare();
        rig.promised(N2, 0, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, OLD, "c"));
        rig.pollAndPersist();
        long own = rig.ballot();
        Ready<Message> ready =
                rig.receive(N2, accepted(own, 1, 2)).propose("new").pollAndPersist();
        assertThat(ready.progress().refused()).hasSize(1);
        assertThat(proposed(ready, N3)).containsExactly(entry(3, own, "c"));
    }

    /** Nobody, itself included, remembers which ballots it issued before it lost its storage. */
    @Test
    void aReplicaThatLostItsStorageIssuesOtherBallots() {
        assertThat(firstBallot(1)).isNotEqualTo(firstBallot(2));
    }

    private static long firstBallot(long seed) {
        Engine<Message> engine = new Paxos.Factory(PaxosClusters.OPTIONS)
                .create(new EngineFactory.Boot(
                        N1,
                        Rig.THREE,
                        Optional.empty(),
                        Optional.empty(),
                        new MemoryLog(),
                        new SplittableRandom(seed),
                        0));
        engine.tick(2 * T);
        Message.Poll poll = sent(engine.poll(), N2, Message.Poll.class).get(0);
        engine.receive(N2, new Message.PollReply(poll.ballot(), poll.attempt(), true, 0));
        return sent(engine.poll(), N2, Message.Prepare.class).get(0).ballot();
    }

    /** The quorum whose promises made it leader is none any more. */
    @Test
    void aLeaderAsksForPromisesAgainWhenAPeerHasLostItsStorage() {
        Rig rig = new Rig().lead();
        rig.pollAndPersist();
        long before = rig.ballot();
        rig.engine().forgotten(N2);
        Ready<Message> ready = rig.propose("a").pollAndPersist();
        assertThat(ready.progress().role()).isEqualTo(Role.CANDIDATE);
        assertThat(ready.progress().refused()).hasSize(1);
        assertThat(sent(ready, N2, Message.Prepare.class))
                .singleElement()
                .satisfies(prepare -> assertThat(prepare.ballot()).isGreaterThan(before));
    }

    /** The asker was told more, by the same peer before it crashed. */
    @Test
    void aVoteIsNotToldAsChosen() {
        Rig rig = new Rig()
                .knowing(OLD, 1, entry(1, OLD, "a"), entry(2, OLD, "b"))
                .start();
        Ready<Message> ready =
                rig.receive(N3, new Message.LearnRequest(1, 2, List.of())).poll();
        assertThat(sent(ready, N3, Message.LearnReply.class))
                .containsExactly(new Message.LearnReply(1, List.of(), List.of(entry(1, OLD, "a"))));
    }

    @Test
    void aVoteIsNotToldToBeTheSame() {
        Rig rig = new Rig()
                .knowing(OLD, 1, entry(1, OLD, "a"), entry(2, OLD, "b"))
                .start();
        Ready<Message> ready = rig.receive(N3, new Message.LearnRequest(1, 2, List.of(new Message.Run(1, 2, OLD))))
                .poll();
        assertThat(sent(ready, N3, Message.LearnReply.class))
                .containsExactly(new Message.LearnReply(1, List.of(new Message.Run(1, 1, OLD)), List.of()));
    }

    /** Whatever wrote the record: who holds it has promised its ballot. */
    @Test
    void aRecordIsAPromiseAfterARestart() {
        long high = ballot(3, 2);
        Rig rig = new Rig().having(OLD, entry(1, high, "a")).start();
        Ready<Message> ready =
                rig.receive(N3, new Message.Prepare(ballot(2, 3), 1)).poll();
        assertThat(sent(ready)).containsExactly(new Ready.Send<>(N3, new Message.Nack(ballot(2, 3), high, 0)));
    }

    @Test
    void answersToQuorumReadsOfTwoLivesDoNotMix() {
        EngineCluster<Message> cluster = PaxosClusters.of(3, 1, PaxosClusters.OPTIONS.withQuorumReads(true))
                .start();
        cluster.elect(cluster.n(1));
        EngineReplica<Message> asking = cluster.n(3);
        asking.read();
        cluster.deliver(asking, cluster.n(2), Message.ReadProbe.class);
        Letter<Message> late =
                cluster.find(cluster.n(2), asking, Message.ReadProbeReply.class).orElseThrow();
        cluster.drop(letter -> true);
        asking.crash(0);
        cluster.n(1).propose("new");
        cluster.settle();
        asking.start();
        asking.read();
        cluster.hand(late);
        assertThat(asking.granted()).isEmpty();
    }

    @Test
    void answersToReadsOfTwoLivesOfAFollowerDoNotMix() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
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

    /** Which ballots chose what the snapshot holds nobody can tell: what was proposed there may have lost. */
    @Test
    void aLeaderStepsDownBecauseOfASnapshotThoughItIsOfALowerBallot() {
        Rig rig = new Rig().having(ballot(4, 3)).lead();
        rig.propose("a", "b").pollAndPersist();
        assertThat(rig.ballot()).isGreaterThan(OLD);
        rig.engine().snapshotInstalled(Rig.meta(2, OLD));
        Ready<Message> ready = rig.poll();
        assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
        assertThat(sent(ready)).isEmpty();
    }
}
