/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static io.consenso.raft.Rig.N2;
import static io.consenso.raft.Rig.N3;
import static io.consenso.raft.Rig.assertNothingDue;
import static io.consenso.raft.Rig.at;
import static io.consenso.raft.Rig.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.Storage;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.ForwardingStorage;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules whose breach random schedules meet too seldom, one directed scenario each. */
final class RareScenarioTest {
    /** Section 9.6: who could not win the election learns so before it raises its term. */
    @Test
    void aWorseLogGetsNoPreVote() {
        Rig rig = new Rig().having(2, 1, 2).start();
        Ready<Message> ready = rig.receive(N2, new Message.RequestPreVote(2, at(7, 1)))
                .receive(N2, new Message.RequestPreVote(2, at(1, 2)))
                .receive(N3, new Message.RequestPreVote(2, at(2, 2)))
                .poll();
        assertThat(ready.sendNow())
                .containsExactly(
                        to(N2, new Message.PreVoteReply(2, false)),
                        to(N2, new Message.PreVoteReply(2, false)),
                        to(N3, new Message.PreVoteReply(2, true)));
    }

    /** Section 10.2.1: with one vote of three and its own not yet on disk, a candidate is none the wiser. */
    @Test
    void aCandidatesOwnVoteCountsOnlyWhenItIsDurable() {
        Rig rig = new Rig().start();
        rig.passTime(2 * Rig.T).receive(N2, new Message.PreVoteReply(0, true));
        Ready<Message> standing = rig.poll();
        rig.receive(N2, new Message.VoteReply(1, true));
        assertThat(rig.poll().progress().role()).isEqualTo(Role.CANDIDATE);
        rig.engine().persisted(standing.batch());
        assertThat(rig.poll().progress().role()).isEqualTo(Role.LEADER);
    }

    /** Section 6.4: rounds are numbered within a term, so an answer of an earlier term may carry the number of this one's. */
    @Test
    void anAnswerOfAnEarlierTermConfirmsNoRead() {
        Rig rig = new Rig().leadCommitted();
        rig.engine().read(7);
        rig.poll();
        rig.receive(N2, new Message.HeartbeatReply(rig.term() - 1, 1));
        assertThat(rig.poll().progress().reads()).isEmpty();
        rig.receive(N2, new Message.HeartbeatReply(rig.term(), 1));
        assertThat(rig.poll().progress().reads()).hasSize(1);
    }

    /** A fetched snapshot may be reported when one taken here has already let the log be compacted beyond it. */
    @Test
    void anInstalledSnapshotBelowTheFloorOfTheLogChangesNothing() {
        Rig rig = new Rig().having(1, 1, 1, 1).start();
        rig.receive(N2, new Message.Heartbeat(1, 3, 1)).poll();
        rig.engine().snapshotTaken(new SnapshotMeta(3, 1, Rig.THREE), 3);
        rig.poll();
        rig.passTime(2 * Rig.T).poll();
        rig.engine().snapshotInstalled(new SnapshotMeta(2, 1, Rig.THREE));
        Ready<Message> ready = rig.poll();
        assertNothingDue(ready);
        assertThat(ready.progress().commitIndex()).isEqualTo(3);
    }

    /** Followers commit without the leader's disk, so its writes pile up and go to disk together. */
    @Test
    void writesThatShareAnFsyncTakeEffectInTheirOrder() {
        List<List<Storage.GroupBatch>> writes = new ArrayList<>();
        try (Simulation simulation = new Simulation(1)) {
            SimulatedCluster<JournalMachine> cluster = SimulatedCluster.of(
                            simulation, Raft.engine(), 3, JournalMachine::new)
                    .storage((node, storage) -> new Recording(storage, writes))
                    .start();
            PeerId leader = cluster.awaitLeader(Duration.ofSeconds(10));
            cluster.await(cluster.propose(leader, Bytes.ofLong(0)), Duration.ofSeconds(10));
            cluster.node(leader).disk().stall(Duration.ofMillis(300));
            for (long i = 1; i <= 20; i++) {
                var unused = cluster.propose(leader, Bytes.ofLong(i));
                simulation.run(Duration.ofMillis(10));
            }
            simulation.run(Duration.ofSeconds(1));
        }
        assertThat(writes).anySatisfy(write -> assertThat(indexes(write)).hasSizeGreaterThan(2));
        assertThat(writes).allSatisfy(write -> assertThat(indexes(write)).isSorted());
    }

    private static List<Long> indexes(List<Storage.GroupBatch> write) {
        return write.stream()
                .flatMap(batch -> batch.batch().entries().stream())
                .map(Entry::index)
                .toList();
    }

    private static final class Recording extends ForwardingStorage {
        private final List<List<Storage.GroupBatch>> writes;

        Recording(Storage storage, List<List<Storage.GroupBatch>> writes) {
            super(storage);
            this.writes = writes;
        }

        @Override
        public void write(List<GroupBatch> batches) throws IOException {
            writes.add(batches);
            super.write(batches);
        }
    }
}
