/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.parts.Outbox;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** What a replica has whatever it does at the moment: promise, records, snapshot, time, and what leaves it. */
final class Node {
    private final PeerId self;
    private final PaxosOptions options;
    private final RandomGenerator random;
    private final Records records;
    private final Outbox<Message> outbox = new Outbox<>();
    private final long electionTimeoutNanos;

    private Membership membership;
    private List<PeerId> numbered;
    private Quorums quorums;
    private Optional<SnapshotMeta> snapshot;
    private HardState hardState;
    private boolean promiseChanged;
    private long promiseBatch;
    private long lastBatch;
    private long durableBatch;
    private long chosen;
    private long roundSeen;
    private long nowNanos;

    Node(
            PeerId self,
            PaxosOptions options,
            RandomGenerator random,
            Records records,
            HardState hardState,
            Membership membership,
            Optional<SnapshotMeta> snapshot,
            long nowNanos) {
        this.self = self;
        this.options = options;
        this.random = random;
        this.records = records;
        this.hardState = hardState;
        this.snapshot = snapshot;
        this.nowNanos = nowNanos;
        this.membership = membership;
        quorums = Quorums.of(membership, options);
        numbered = numbered(membership);
        electionTimeoutNanos = options.electionTimeout().toNanos();
    }

    private static List<PeerId> numbered(Membership membership) {
        TreeSet<PeerId> members = new TreeSet<>(membership.voters());
        members.addAll(membership.learners());
        if (members.size() > Ballot.MEMBERS_MAX) {
            throw new IllegalArgumentException(
                    "a group has at most " + Ballot.MEMBERS_MAX + " members, not " + members.size());
        }
        return List.copyOf(members);
    }

    PeerId self() {
        return self;
    }

    PaxosOptions options() {
        return options;
    }

    Records records() {
        return records;
    }

    Outbox<Message> outbox() {
        return outbox;
    }

    Membership membership() {
        return membership;
    }

    void setMembership(Membership changed) {
        membership = changed;
        quorums = Quorums.of(changed, options);
        numbered = numbered(changed);
    }

    /** Which sets of voters decide in that slot. */
    Quorums quorumsAt(@SuppressWarnings("unused") long slot) {
        return quorums;
    }

    /** Which sets of voters decide in the slots that come next. */
    Quorums quorums() {
        return quorumsAt(chosen + 1);
    }

    /** Everybody else who gets the log. */
    List<PeerId> others() {
        List<PeerId> others = new ArrayList<>(numbered);
        others.remove(self);
        return others;
    }

    /** Every voter but this replica. */
    List<PeerId> otherVoters() {
        List<PeerId> others = new ArrayList<>(membership.voters());
        others.remove(self);
        return others;
    }

    boolean isVoter() {
        return membership.isVoter(self);
    }

    boolean isSoleVoter() {
        return isVoter() && membership.voters().size() == 1;
    }

    /** Who may issue the ballot; empty for {@link Ballot#ZERO}, and for one whose owner is no member. */
    Optional<PeerId> owner(long ballot) {
        int member = Ballot.member(ballot);
        return member >= 1 && member <= numbered.size() ? Optional.of(numbered.get(member - 1)) : Optional.empty();
    }

    /** A ballot of this replica's own above everything seen. Nobody may hear of it before it is promised here, durably. */
    long newBallot() {
        long round = 1 + Math.max(Ballot.round(promised()), roundSeen);
        return Ballot.of(round, numbered.indexOf(self) + 1, hardState.life());
    }

    /** Ballots of this round, or below, will be refused by somebody. */
    void seen(long ballot) {
        roundSeen = Math.max(roundSeen, Ballot.round(ballot));
    }

    /** The newest snapshot that is durable here. */
    Optional<SnapshotMeta> snapshot() {
        return snapshot;
    }

    /** Remembers a snapshot unless there is a newer one. */
    void hasSnapshot(SnapshotMeta meta) {
        if (snapshot.isEmpty() || snapshot.get().index() <= meta.index()) {
            snapshot = Optional.of(meta);
        }
    }

    /** The highest ballot in which this replica promised to take part: it accepts nothing below it. */
    long promised() {
        return hardState.promised();
    }

    /** Promises to accept nothing below the ballot. */
    void promise(long ballot) {
        InvariantViolation.check(
                ballot >= promised(),
                () -> "promised is " + Ballot.toString(promised()) + ", which cannot become "
                        + Ballot.toString(ballot));
        if (ballot > promised()) {
            hardState = new HardState(ballot, hardState.watermark(), hardState.life());
            promiseChanged = true;
            promiseBatch = lastBatch + 1;
        }
    }

    boolean isPromiseDurable() {
        return promiseBatch <= durableBatch;
    }

    /** Every slot up to here is chosen, and its value is in the record here or in a snapshot. */
    long chosen() {
        return chosen;
    }

    void setChosen(long slot) {
        InvariantViolation.check(
                slot >= chosen && slot <= records.last(), () -> "chosen up to " + chosen + " cannot become " + slot);
        chosen = slot;
    }

    long now() {
        return nowNanos;
    }

    void setNow(long now) {
        nowNanos = Math.max(nowNanos, now);
    }

    long electionTimeoutNanos() {
        return electionTimeoutNanos;
    }

    /** Between one election time-out and two. */
    long randomElectionTimeoutNanos() {
        return electionTimeoutNanos + random.nextLong(electionTimeoutNanos);
    }

    /** Long beside a round trip, so that two that ask seldom do so at once, and short beside an election time-out. */
    long randomAskingNanos() {
        return random.nextLong(electionTimeoutNanos / 8, electionTimeoutNanos / 4 + 1);
    }

    /** Long enough for every follower to see that the leader's connection closed, short beside an election time-out. */
    long randomHintDelayNanos() {
        return random.nextLong(electionTimeoutNanos / 32, electionTimeoutNanos / 8 + 1);
    }

    long nextRandom() {
        return random.nextLong();
    }

    /** Sends what depends on nothing that is not yet on disk. */
    void send(PeerId to, Message message) {
        outbox.sendNow(to, message);
    }

    /** Sends what depends on the promise alone. */
    void sendPromised(PeerId to, Message message) {
        if (isPromiseDurable()) {
            outbox.sendNow(to, message);
        } else {
            outbox.sendAfterPersist(to, message);
        }
    }

    /** Sends what depends on every record and promise so far. */
    void sendAfterPersist(PeerId to, Message message) {
        outbox.sendAfterPersist(to, message);
    }

    /** The number of the write that will carry what is changed now. */
    long nextBatch() {
        return lastBatch + 1;
    }

    long durableBatch() {
        return durableBatch;
    }

    /** The change since the last poll, under a new number unless it is empty. How far the log is chosen rides on what is written anyway. */
    Log.Batch drainWrite() {
        Optional<Bytes> state = Optional.empty();
        if (promiseChanged || (records.isChanged() && hardState.watermark() < chosen)) {
            hardState = new HardState(promised(), chosen, hardState.life());
            state = Optional.of(hardState.encode());
            promiseChanged = false;
        }
        Log.Batch batch = records.drain(state);
        if (!batch.isEmpty()) {
            lastBatch++;
        } else if (durableBatch == lastBatch) {
            outbox.releaseAfterPersist();
        }
        return batch;
    }

    long lastBatch() {
        return lastBatch;
    }

    void persisted(long batch) {
        InvariantViolation.check(
                durableBatch < batch && batch <= lastBatch,
                () -> "batch " + batch + " persisted after " + durableBatch + " of " + lastBatch);
        durableBatch = batch;
    }
}
