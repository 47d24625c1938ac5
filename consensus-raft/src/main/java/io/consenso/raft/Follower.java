/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Role;
import io.consenso.engine.parts.ForwardedReads;
import io.consenso.spi.Entry;
import io.consenso.spi.LogPosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts what the leader of the term sends (3.5), and waits for the time-out that makes it a candidate (3.4). */
final class Follower extends RaftRole {
    private static final long NOTHING = -1;

    private final ForwardedReads reads;
    private final long timeoutNanos;
    private @Nullable PeerId leader;
    private boolean isLeaderHeard;
    private long heardAt;
    private long deadline;
    private long acceptedTo = NOTHING;

    Follower(Node node) {
        super(node);
        reads = new ForwardedReads(node.outbox(), node.nextRandom());
        timeoutNanos = node.randomElectionTimeoutNanos();
        deadline = node.isVoter() ? node.now() + timeoutNanos : Long.MAX_VALUE;
    }

    /** A follower that need not wait for others: a group of one starts at once. */
    static Follower atBoot(Node node) {
        Follower follower = new Follower(node);
        if (node.isSoleVoter()) {
            follower.deadline = node.now();
        }
        return follower;
    }

    @Override
    Role role() {
        return node().isVoter() ? Role.FOLLOWER : Role.LEARNER;
    }

    @Override
    Optional<PeerId> leader() {
        return Optional.ofNullable(leader);
    }

    @Override
    boolean hearsLeader() {
        return isLeaderHeard && node().now() - heardAt < node().electionTimeoutNanos();
    }

    @Override
    long wakeAtNanos() {
        return deadline;
    }

    /** The leader of this term showed itself. */
    void hear(PeerId from) {
        InvariantViolation.check(
                leader == null || leader.equals(from),
                "two leaders in term " + node().term() + ": " + leader + " and " + from);
        leader = from;
        isLeaderHeard = true;
        heardAt = node().now();
        postpone();
    }

    /** Gives others the time of a whole time-out, as after granting a vote (3.4). */
    void postpone() {
        if (node().isVoter()) {
            deadline = node().now() + timeoutNanos;
        }
    }

    /** Brings the election forward; others that still hear the leader will refuse the pre-vote, should the hint be wrong. */
    @Override
    void disconnected(PeerId peer) {
        if (peer.equals(leader) && isLeaderHeard) {
            isLeaderHeard = false;
            deadline = Math.min(deadline, node().isVoter() ? node().now() + node().randomHintDelayNanos() : deadline);
        }
    }

    void tick() {
        // The answer to anything older must be lost.
        reads.expire(node().now() - 2 * node().electionTimeoutNanos());
    }

    @Override
    void read(long readId) {
        if (leader == null) {
            super.read(readId);
        } else {
            reads.add(readId);
        }
    }

    @Override
    void onReadIndexReply(Message.ReadIndexReply reply) {
        reads.granted(reply.request(), reply.index());
    }

    @Override
    void onReadIndexRefused(Message.ReadIndexRefused reply) {
        reads.refused(reply.request());
    }

    /** Acknowledges once for all appends of the round: the last one speaks for those before it. */
    @Override
    void beforePoll() {
        if (leader == null) {
            return;
        }
        if (acceptedTo != NOTHING) {
            node().sendAfterPersist(leader, new Message.AppendAccepted(node().term(), acceptedTo));
            acceptedTo = NOTHING;
        }
        PeerId to = leader;
        reads.forward(node().now())
                .ifPresent(request -> node().send(to, new Message.ReadIndexRequest(node().term(), request)));
    }

    @Override
    void leave() {
        reads.refuseAll();
    }

    void onHeartbeat(PeerId from, Message.Heartbeat heartbeat) {
        node().commitTo(heartbeat.commit());
        node().send(from, new Message.HeartbeatReply(node().term(), heartbeat.round()));
    }

    void onCommitNotice(Message.CommitNotice notice) {
        node().commitTo(notice.commit());
    }

    void onAppend(PeerId from, Message.Append append) {
        LogPosition previous = append.previous();
        // Up to the commit index both logs are the same (leader completeness), even where this one is compacted away.
        if (previous.index() > node().commitIndex() && !node().log().contains(previous)) {
            reject(from, previous);
            return;
        }
        for (Entry entry : append.entries()) {
            take(entry);
        }
        // Not the end of the log: what stands behind the last entry of the message may be of another leader.
        node().commitTo(Math.min(append.commit(), append.lastIndex()));
        acceptedTo = Math.max(acceptedTo, Math.max(append.lastIndex(), node().commitIndex()));
    }

    /** Takes an entry unless it is there already, which is no reason to drop what follows it (3.5: a late message). */
    private void take(Entry entry) {
        RaftLog log = node().log();
        if (entry.index() <= node().commitIndex()) {
            InvariantViolation.check(
                    entry.index() <= log.floor().index() || log.contains(entry.index(), entry.epoch()),
                    "the leader has another entry at " + entry.index() + ", which is committed");
            return;
        }
        if (log.contains(entry.index(), entry.epoch())) {
            return;
        }
        if (entry.index() <= log.lastIndex()) {
            log.truncateFrom(entry.index());
        }
        log.append(entry);
    }

    private void reject(PeerId from, LogPosition previous) {
        RaftLog log = node().log();
        long conflict = Math.max(node().commitIndex(), log.lastWithTermAtMost(previous.index(), previous.epoch()));
        node().send(
                        from,
                        new Message.AppendRejected(
                                node().term(), previous.index(), new LogPosition(conflict, log.termAt(conflict))));
    }
}
