/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

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
import java.util.random.RandomGenerator;

/** What a replica is whatever its role: term and vote, log, commit index, time, and what leaves it. */
final class Node {
    private final PeerId self;
    private final RaftOptions options;
    private final RandomGenerator random;
    private final RaftLog log;
    private final Outbox<Message> outbox = new Outbox<>();
    private final long electionTimeoutNanos;

    private Membership membership;
    private Optional<SnapshotMeta> snapshot;
    private HardState hardState;
    private boolean hardStateChanged;
    private long hardStateBatch;
    private long lastBatch;
    private long durableBatch;
    private long commitIndex;
    private long nowNanos;

    Node(
            PeerId self,
            RaftOptions options,
            RandomGenerator random,
            RaftLog log,
            HardState hardState,
            Membership membership,
            Optional<SnapshotMeta> snapshot,
            long nowNanos) {
        this.self = self;
        this.options = options;
        this.random = random;
        this.log = log;
        this.hardState = hardState;
        this.membership = membership;
        this.snapshot = snapshot;
        this.nowNanos = nowNanos;
        commitIndex = snapshot.map(SnapshotMeta::index).orElse(0L);
        electionTimeoutNanos = options.electionTimeout().toNanos();
    }

    PeerId self() {
        return self;
    }

    RaftOptions options() {
        return options;
    }

    RaftLog log() {
        return log;
    }

    Outbox<Message> outbox() {
        return outbox;
    }

    Membership membership() {
        return membership;
    }

    /** Everybody else who gets the log. */
    List<PeerId> others() {
        List<PeerId> others = new ArrayList<>(membership.voters());
        others.addAll(membership.learners());
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

    void setMembership(Membership membership) {
        this.membership = membership;
    }

    long term() {
        return hardState.term();
    }

    Optional<PeerId> vote() {
        return hardState.vote();
    }

    void setHardState(long term, Optional<PeerId> vote) {
        InvariantViolation.check(
                term > term() || (term == term() && vote().isEmpty()),
                () -> "term " + term() + " cannot become " + term);
        hardState = new HardState(term, vote);
        hardStateChanged = true;
        hardStateBatch = lastBatch + 1;
    }

    boolean isHardStateDurable() {
        return hardStateBatch <= durableBatch;
    }

    long commitIndex() {
        return commitIndex;
    }

    /** Moves the commit index, never back. */
    void commitTo(long index) {
        if (index > commitIndex) {
            InvariantViolation.check(
                    index <= log.lastIndex(),
                    () -> "committed is " + index + ", but the log ends at " + log.lastIndex()
                            + ": it has lost entries that this replica acknowledged");
            commitIndex = index;
        }
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

    /** Between one election time-out and two (3.4). */
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

    /** Sends what promises nothing; yet it shows the term, so it waits until the term is durable. */
    void send(PeerId to, Message message) {
        if (isHardStateDurable()) {
            outbox.sendNow(to, message);
        } else {
            outbox.sendAfterPersist(to, message);
        }
    }

    /** Sends a promise: what it says of vote, log or snapshot is durable when it leaves. */
    void sendAfterPersist(PeerId to, Message message) {
        outbox.sendAfterPersist(to, message);
    }

    /** The change since the last poll, under a new number unless it is empty. */
    Log.Batch drainWrite() {
        Optional<Bytes> changed = hardStateChanged ? Optional.of(hardState.encode()) : Optional.empty();
        Log.Batch batch = log.drain(changed);
        hardStateChanged = false;
        if (!batch.isEmpty()) {
            lastBatch++;
            log.written(lastBatch);
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
        log.persisted(batch);
    }
}
