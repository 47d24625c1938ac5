/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static io.consenso.raft.Rig.N1;
import static io.consenso.raft.Rig.N2;
import static io.consenso.raft.Rig.N3;
import static io.consenso.raft.Rig.THREE;
import static io.consenso.raft.Rig.at;
import static io.consenso.raft.Rig.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.MemoryLog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each invariant, broken in one way, is reported. */
class RaftInvariantsTest {
    private final Map<PeerId, MemoryLog> disks = Map.of(N1, new MemoryLog(), N2, new MemoryLog(), N3, new MemoryLog());
    private final RaftInvariants invariants = new RaftInvariants(this::disk);

    RaftInvariantsTest() {
        disks.keySet().forEach(this::boot);
    }

    private MemoryLog disk(PeerId peer) {
        return Objects.requireNonNull(disks.get(peer));
    }

    private void boot(PeerId peer) {
        invariants.booted(
                peer,
                new EngineFactory.Boot(
                        peer, THREE, Optional.empty(), Optional.empty(), disk(peer), new SplittableRandom(1), 1));
    }

    private void put(PeerId peer, Entry... entries) {
        disk(peer).apply(Rig.writes(entries));
    }

    private void vote(PeerId peer, long term, PeerId candidate) {
        disk(peer)
                .apply(new Log.Batch(
                        Optional.of(new HardState(term, Optional.of(candidate)).encode()),
                        OptionalLong.empty(),
                        List.of(),
                        Optional.empty()));
    }

    private void polled(PeerId peer, Role role, long term, long commit, Log.Batch persist) {
        Progress progress = new Progress(
                role, term, Optional.empty(), commit, THREE, List.of(), List.of(), List.of(), Optional.empty());
        invariants.polled(peer, new Ready<>(1, persist, List.of(), List.of(), progress, 100), disk(peer));
    }

    private void leads(PeerId peer, long term, long commit) {
        vote(peer, term, peer);
        polled(peer, Role.LEADER, term, commit, Log.Batch.EMPTY);
    }

    private void commits(PeerId peer, long term, long commit) {
        polled(peer, Role.FOLLOWER, term, commit, Log.Batch.EMPTY);
    }

    private void assertFound(String invariant, ThrowingCallable lie) {
        assertThatThrownBy(lie).isInstanceOf(AssertionError.class).hasMessageStartingWith(invariant + ": ");
        assertThat(invariants.violations().first()).isPresent();
    }

    /** Entry 1.1, committed by n1, on the disks of n1 and n2. */
    private void committed() {
        put(N1, entry(1, 1));
        put(N2, entry(1, 1));
        leads(N1, 1, 0);
        polled(N1, Role.LEADER, 1, 1, Log.Batch.EMPTY);
    }

    @Test
    void anHonestGroupIsLeftAlone() {
        vote(N1, 1, N1);
        vote(N2, 1, N1);
        invariants.leaves(N1, N2, new Message.RequestVote(1, at(0, 0)));
        invariants.leaves(N2, N1, new Message.VoteReply(1, true));
        committed();
        invariants.leaves(N2, N1, new Message.AppendAccepted(1, 1));
        commits(N2, 1, 1);
        assertThat(invariants.violations().first()).isEmpty();
    }

    @Test
    void twoVotesInATermAcrossARestart() {
        vote(N1, 1, N2);
        invariants.leaves(N1, N2, new Message.VoteReply(1, true));
        boot(N1);
        vote(N1, 1, N3);
        assertFound("one vote", () -> invariants.leaves(N1, N3, new Message.VoteReply(1, true)));
    }

    @Test
    void aVoteForAnotherAfterOneForItself() {
        vote(N1, 1, N1);
        invariants.leaves(N1, N2, new Message.RequestVote(1, at(0, 0)));
        vote(N1, 1, N3);
        assertFound("one vote", () -> invariants.leaves(N1, N3, new Message.VoteReply(1, true)));
    }

    @Test
    void aVoteThatIsNotDurable() {
        vote(N1, 1, N3);
        assertFound("durability", () -> invariants.leaves(N1, N2, new Message.VoteReply(1, true)));
    }

    @Test
    void aTermThatIsNotDurable() {
        assertFound("durability", () -> invariants.leaves(N1, N2, new Message.TermNotice(1)));
    }

    @Test
    void aTermThatFalls() {
        vote(N1, 3, N1);
        invariants.leaves(N1, N2, new Message.TermNotice(3));
        boot(N1);
        assertFound("term", () -> invariants.leaves(N1, N2, new Message.TermNotice(2)));
    }

    @Test
    void entriesThatAreNotDurable() {
        vote(N2, 1, N1);
        put(N2, entry(1, 1));
        assertFound("durability", () -> invariants.leaves(N2, N1, new Message.AppendAccepted(1, 2)));
    }

    /** The disk was stuck: entry 2.1, and the later leader's truncation of it, reach it in one write, and then both answers leave. */
    @Test
    void anAcknowledgementThatALaterTermOvertookOnDiskIsNoLie() {
        vote(N2, 2, N1);
        put(N2, entry(1, 1));
        invariants.leaves(N2, N3, new Message.AppendAccepted(1, 2));
        assertThat(invariants.violations().first()).isEmpty();
        assertFound("durability", () -> invariants.leaves(N2, N1, new Message.AppendAccepted(2, 2)));
    }

    /** The disk still holds what an earlier leader wrote there. */
    @Test
    void anAcknowledgementOfAnEntryThatIsStillAnotherOnDisk() {
        put(N1, entry(1, 1), entry(2, 3));
        leads(N1, 3, 0);
        vote(N2, 3, N1);
        put(N2, entry(1, 1), entry(2, 2));
        assertFound("durability", () -> invariants.leaves(N2, N1, new Message.AppendAccepted(3, 2)));
    }

    @Test
    void aSnapshotThatIsNotDurable() {
        vote(N2, 1, N1);
        assertFound("durability", () -> invariants.leaves(N2, N1, new Message.SnapshotInstalled(1, 5)));
        invariants.snapshotInstalled(N2, new SnapshotMeta(5, 1, THREE));
        invariants.leaves(N2, N1, new Message.SnapshotInstalled(1, 5));
    }

    @Test
    void aLeaderWhoseOwnVoteIsNotDurable() {
        assertFound("durability", () -> polled(N1, Role.LEADER, 1, 0, Log.Batch.EMPTY));
    }

    @Test
    void aLeaderThatTruncates() {
        leads(N1, 1, 0);
        Log.Batch truncation = new Log.Batch(Optional.empty(), OptionalLong.of(1), List.of(), Optional.empty());
        assertFound("leader append-only", () -> polled(N1, Role.LEADER, 1, 0, truncation));
    }

    @Test
    void twoEntriesAtOneIndexAndTerm() {
        put(N1, entry(1, 1));
        polled(N1, Role.FOLLOWER, 1, 0, Rig.writes(entry(1, 1)));
        Entry other = new Entry(1, 1, Entry.Kind.COMMANDS, Bytes.ofUtf8("other"));
        put(N2, other);
        assertFound("log matching", () -> polled(N2, Role.FOLLOWER, 1, 0, Rig.writes(other)));
    }

    @Test
    void oneEntryWithTwoPredecessors() {
        put(N1, entry(1, 1), entry(2, 3));
        polled(N1, Role.FOLLOWER, 3, 0, Rig.writes(entry(2, 3)));
        put(N2, entry(1, 2), entry(2, 3));
        assertFound("log matching", () -> polled(N2, Role.FOLLOWER, 3, 0, Rig.writes(entry(2, 3))));
    }

    @Test
    void aLeaderThatLacksACommittedEntry() {
        committed();
        assertFound("leader completeness", () -> leads(N3, 2, 0));
    }

    @Test
    void anEntryOfAnEarlierTermCommittedByCounting() {
        put(N1, entry(1, 1));
        put(N2, entry(1, 1));
        leads(N1, 2, 0);
        assertFound("counting", () -> polled(N1, Role.LEADER, 2, 1, Log.Batch.EMPTY));
    }

    @Test
    void anEntryCommittedOnAMinority() {
        put(N1, entry(1, 1));
        leads(N1, 1, 0);
        assertFound("state machine safety", () -> polled(N1, Role.LEADER, 1, 1, Log.Batch.EMPTY));
    }

    /** On a majority, but of another term on one of them. */
    @Test
    void anEntryCommittedInTwoTerms() {
        put(N1, entry(1, 1));
        put(N2, entry(1, 2));
        leads(N1, 1, 0);
        assertFound("state machine safety", () -> polled(N1, Role.LEADER, 1, 1, Log.Batch.EMPTY));
    }

    @Test
    void anotherTermWhereSomethingIsCommitted() {
        committed();
        put(N3, entry(1, 2));
        assertFound("state machine safety", () -> commits(N3, 2, 1));
    }
}
