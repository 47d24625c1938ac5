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
import static io.consenso.raft.Rig.assertNothingDue;
import static io.consenso.raft.Rig.at;
import static io.consenso.raft.Rig.entry;
import static io.consenso.raft.Rig.noop;
import static io.consenso.raft.Rig.to;
import static io.consenso.raft.Rig.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Ready;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.testkit.engine.MemoryLog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Dissertation 3.5 and 3.6.2: one input, then exactly what is due. */
class ReplicationTest {
    private static Entry command(long index, String payload) {
        return new Entry(index, 1, Entry.Kind.COMMANDS, Bytes.ofUtf8(payload));
    }

    @Test
    void aFollowerAcknowledgesAfterTheWriteWhatTheWriteContains() {
        Rig rig = new Rig().having(1).start();
        Ready<Message> ready = rig.receive(N2, new Message.Append(1, at(0, 0), 1, List.of(entry(1, 1), entry(2, 1))))
                .poll();
        assertThat(ready.persist()).isEqualTo(writes(entry(1, 1), entry(2, 1)));
        assertThat(ready.sendNow()).isEmpty();
        assertThat(ready.sendAfterPersist()).containsExactly(to(N2, new Message.AppendAccepted(1, 2)));
        assertThat(ready.progress().commitIndex()).isEqualTo(1);
        assertThat(ready.progress().leader()).contains(N2);
    }

    @Test
    void oneAcknowledgementAnswersAllAppendsOfARound() {
        Rig rig = new Rig().having(1).start();
        rig.receive(N2, new Message.Append(1, at(0, 0), 0, List.of(entry(1, 1))));
        rig.receive(N2, new Message.Append(1, at(1, 1), 0, List.of(entry(2, 1))));
        assertThat(rig.poll().sendAfterPersist()).containsExactly(to(N2, new Message.AppendAccepted(1, 2)));
    }

    @Test
    void anAppendAfterAGapIsRejectedWithTheEndOfTheLog() {
        Rig rig = new Rig().having(2, 1, 1).start();
        Ready<Message> ready = rig.receive(N2, new Message.Append(2, at(5, 2), 0, List.of(entry(6, 2))))
                .poll();
        assertThat(ready.persist().isEmpty()).isTrue();
        assertThat(ready.sendNow()).containsExactly(to(N2, new Message.AppendRejected(2, 5, at(2, 1))));
    }

    @Test
    void aConflictIsReportedAWholeTermBack() {
        Rig rig = new Rig().having(6, 1, 2, 4, 4, 4).start();
        Ready<Message> ready =
                rig.receive(N2, new Message.Append(6, at(5, 3), 0, List.of())).poll();
        assertThat(ready.sendNow()).containsExactly(to(N2, new Message.AppendRejected(6, 5, at(2, 2))));
    }

    @Test
    void aConflictingSuffixIsReplaced() {
        Rig rig = new Rig().having(3, 1, 2, 2).start();
        Ready<Message> ready = rig.receive(N2, new Message.Append(3, at(1, 1), 0, List.of(entry(2, 3))))
                .poll();
        assertThat(ready.persist())
                .isEqualTo(new Log.Batch(Optional.empty(), OptionalLong.of(2), List.of(entry(2, 3)), Optional.empty()));
        assertThat(ready.sendAfterPersist()).containsExactly(to(N2, new Message.AppendAccepted(3, 2)));
    }

    @Test
    void whatIsCommittedIsNeverReplaced() {
        Rig rig = new Rig().having(1).start();
        rig.receive(N2, new Message.Append(1, at(0, 0), 1, List.of(entry(1, 1))))
                .poll();
        assertThatThrownBy(() -> rig.receive(N3, new Message.Append(2, at(0, 0), 1, List.of(entry(1, 2)))))
                .isInstanceOf(InvariantViolation.class);
    }

    /** An entry behind the message may be of another leader, so its arrival is not enough to commit it. */
    @Test
    void theCommitIndexStopsAtTheEndOfTheMessage() {
        Rig rig = new Rig().having(2, 1, 1, 1).start();
        Ready<Message> ready =
                rig.receive(N2, new Message.Append(2, at(1, 1), 3, List.of())).poll();
        assertThat(ready.progress().commitIndex()).isEqualTo(1);
    }

    @Test
    void aListOfProposalsLeavesAsOneAppendToEachPeerAlongsideTheWrite() {
        Rig rig = new Rig().leadCommitted();
        rig.receive(N3, new Message.AppendAccepted(1, 1)).poll();
        Ready<Message> ready = rig.propose("a", "b").poll();
        assertThat(ready.persist()).isEqualTo(writes(command(2, "a"), command(3, "b")));
        Message append = new Message.Append(1, at(1, 1), 1, List.of(command(2, "a"), command(3, "b")));
        assertThat(ready.sendNow()).containsExactly(to(N2, append), to(N3, append));
    }

    @Test
    void theLeadersOwnCopyCountsOnlyWhenItIsDurable() {
        Rig rig = new Rig().leadCommitted();
        Ready<Message> ready = rig.propose("a").poll();
        rig.receive(N2, new Message.AppendAccepted(1, 2));
        assertThat(rig.poll().progress().commitIndex()).isEqualTo(1);
        rig.engine().persisted(ready.batch());
        assertThat(rig.poll().progress().commitIndex()).isEqualTo(2);
    }

    @Test
    void twoFollowersCommitWithoutTheLeadersDisk() {
        Rig rig = new Rig().leadCommitted();
        rig.propose("a").poll();
        rig.receive(N2, new Message.AppendAccepted(1, 2)).receive(N3, new Message.AppendAccepted(1, 2));
        assertThat(rig.poll().progress().commitIndex()).isEqualTo(2);
    }

    @Test
    void followersLearnACommitAtOnceWhenNothingElseIsToBeSent() {
        Rig rig = new Rig().leadCommitted();
        rig.propose("a").pollAndPersist();
        Ready<Message> ready = rig.receive(N2, new Message.AppendAccepted(1, 2)).poll();
        assertThat(ready.sendNow()).containsExactly(to(N2, new Message.CommitNotice(1, 2)));
    }

    @Test
    void whileEntriesAreUnderWayACommitIsNotToldByItself() {
        Rig rig = new Rig().leadCommitted();
        rig.propose("a").pollAndPersist();
        rig.propose("b").pollAndPersist();
        Ready<Message> first = rig.receive(N2, new Message.AppendAccepted(1, 2)).poll();
        assertThat(first.progress().commitIndex()).isEqualTo(2);
        assertThat(first.sendNow()).isEmpty();
        Ready<Message> last = rig.receive(N2, new Message.AppendAccepted(1, 3)).poll();
        assertThat(last.sendNow()).containsExactly(to(N2, new Message.CommitNotice(1, 3)));
    }

    @Test
    void theCommitIndexRidesOnAppends() {
        Rig rig = new Rig().leadCommitted();
        rig.propose("a").pollAndPersist();
        Ready<Message> ready =
                rig.receive(N2, new Message.AppendAccepted(1, 2)).propose("b").poll();
        assertThat(ready.sendNow())
                .containsExactly(to(N2, new Message.Append(1, at(2, 1), 2, List.of(command(3, "b")))));
    }

    @Test
    void aFullWindowHoldsBackUntilAnAcknowledgement() {
        Rig rig = new Rig();
        rig.options = rig.options.withInFlightMax(2, 1 << 20).withEntriesBytesMax(1);
        rig.leadCommitted();
        Ready<Message> ready = rig.propose("a", "b", "c").poll();
        assertThat(ready.sendNow()).filteredOn(send -> send.to().equals(N2)).hasSize(2);
        ready = rig.receive(N2, new Message.AppendAccepted(1, 2)).poll();
        assertThat(ready.sendNow())
                .containsExactly(to(N2, new Message.Append(1, at(3, 1), 1, List.of(command(4, "c")))));
    }

    @Test
    void theWindowCountsBytesToo() {
        Rig rig = new Rig();
        rig.options = rig.options.withInFlightMax(100, 40).withEntriesBytesMax(1);
        rig.leadCommitted();
        Ready<Message> ready = rig.propose("a", "b", "c").poll();
        assertThat(ready.sendNow()).filteredOn(send -> send.to().equals(N2)).hasSize(2);
    }

    @Test
    void aRejectionMovesTheProbeBackOverAWholeTerm() {
        Rig rig = new Rig().having(4, 1, 1, 4, 4, 4).lead();
        rig.pollAndPersist();
        Ready<Message> ready =
                rig.receive(N2, new Message.AppendRejected(5, 5, at(4, 2))).poll();
        assertThat(ready.sendNow())
                .containsExactly(to(
                        N2,
                        new Message.Append(
                                5, at(2, 1), 0, List.of(entry(3, 4), entry(4, 4), entry(5, 4), noop(6, 5)))));
    }

    @Test
    void aLostAppendIsAskedForAfterAHeartbeatThatNothingElseFollowed() {
        Rig rig = new Rig().leadCommitted();
        rig.propose("a").pollAndPersist();
        rig.passTime(T / 10).poll();
        Ready<Message> ready = rig.receive(N2, new Message.HeartbeatReply(1, 0)).poll();
        assertThat(ready.sendNow()).containsExactly(to(N2, new Message.Append(1, at(2, 1), 1, List.of())));
        ready = rig.receive(N2, new Message.AppendRejected(1, 2, at(1, 1))).poll();
        assertThat(ready.sendNow())
                .containsExactly(to(N2, new Message.Append(1, at(1, 1), 1, List.of(command(2, "a")))));
    }

    @Test
    void heartbeatsTellOnlyWhatThePeerIsKnownToHave() {
        Rig rig = new Rig().leadCommitted();
        Ready<Message> ready = rig.passTime(T / 10).poll();
        assertThat(ready.sendNow())
                .containsExactly(to(N2, new Message.Heartbeat(1, 1, 0)), to(N3, new Message.Heartbeat(1, 0, 0)));
    }

    @Test
    void nothingIsDueWhenNothingHappened() {
        Rig rig = new Rig().leadCommitted();
        assertNothingDue(rig.poll());
        assertThat(rig.poll().progress()).isSameAs(rig.poll().progress());
    }

    @Test
    void aFollowerRefusesProposals() {
        assertThat(new Rig().start().propose("a", "b").poll().progress().refused())
                .containsExactly(1L, 2L);
    }

    @Test
    void anAcknowledgementBeyondTheLogIsImpossible() {
        Rig rig = new Rig().leadCommitted();
        assertThatThrownBy(() -> rig.receive(N2, new Message.AppendAccepted(1, 9)))
                .isInstanceOf(InvariantViolation.class);
    }

    /** A disk that forgot what it had acknowledged must not be trusted further. */
    @Test
    void aCommitBeyondTheLogIsImpossible() {
        Rig rig = new Rig().having(1).start();
        assertThatThrownBy(() -> rig.receive(N2, new Message.Heartbeat(1, 3, 0)))
                .isInstanceOf(InvariantViolation.class);
    }

    @Test
    void aLearnerGetsTheLogAndIsNotCounted() {
        Membership membership =
                new Membership(new java.util.TreeSet<>(List.of(N1, N2)), new java.util.TreeSet<>(List.of(N3)));
        Rig rig = new Rig(membership).lead();
        Ready<Message> ready = rig.pollAndPersist();
        assertThat(ready.sendNow()).extracting(Ready.Send::to).containsExactly(N2, N3);
        rig.receive(N3, new Message.AppendAccepted(1, 1));
        assertThat(rig.poll().progress().commitIndex()).isZero();
        rig.receive(N2, new Message.AppendAccepted(1, 1));
        assertThat(rig.poll().progress().commitIndex()).isEqualTo(1);
    }

    /** The same place, written twice: the late report of the first write says nothing about the second. */
    @Test
    void aLateWriteOfAnOverwrittenSuffixVouchesForNothing() {
        MemoryLog stored = new MemoryLog();
        RaftLog log = new RaftLog(stored);
        log.append(entry(1, 1));
        log.append(entry(2, 1));
        stored.apply(log.drain(Optional.empty()));
        log.written(1);
        log.truncateFrom(2);
        log.append(entry(2, 2));
        log.append(entry(3, 2));
        stored.apply(log.drain(Optional.empty()));
        log.written(2);
        log.persisted(1);
        assertThat(log.durableIndex()).isEqualTo(1);
        log.persisted(2);
        assertThat(log.durableIndex()).isEqualTo(3);
        assertThat(stored.toString()).isEqualTo("0.0| 1.1 2.2 3.2");
    }
}
