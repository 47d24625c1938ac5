/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.engine.parts.ForwardedReads;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proposes nothing: leaves that to the leader it hears, or waits for one. */
final class Following extends Phase {
    private final ForwardedReads reads;
    private @Nullable PeerId leader;
    private boolean isLeaderHeard;
    private long heardAt;
    private long deadline;

    private Following(Node node, long patienceNanos) {
        super(node);
        reads = new ForwardedReads(node.outbox(), node.nextRandom());
        deadline = node.isVoter() ? node.now() + patienceNanos : Long.MAX_VALUE;
    }

    static Following patiently(Node node) {
        return new Following(node, node.randomElectionTimeoutNanos());
    }

    /** Tries again within this time: nobody led, it only lost a duel. */
    static Following after(Node node, long patienceNanos) {
        return new Following(node, patienceNanos);
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
    boolean hearsLeaderBeside(PeerId asking) {
        return isLeaderHeard && !asking.equals(leader) && node().now() - heardAt < node().electionTimeoutNanos();
    }

    @Override
    long wakeAtNanos() {
        return deadline;
    }

    /** The leader of what is promised here showed itself. */
    void hear(PeerId from) {
        if (!from.equals(leader)) {
            reads.refuseAll();
            leader = from;
        }
        isLeaderHeard = true;
        heardAt = node().now();
        postpone();
    }

    /** Somebody else prepares: gives it the time of a whole time-out. */
    void postpone() {
        if (node().isVoter()) {
            deadline = node().now() + node().randomElectionTimeoutNanos();
        }
    }

    /** The leader that was heard led under a ballot that is overtaken. */
    void forgetLeader() {
        leader = null;
        isLeaderHeard = false;
        reads.refuseAll();
    }

    /** Brings the election forward; others that still hear the leader will refuse the poll, should the hint be wrong. */
    @Override
    void disconnected(PeerId peer) {
        if (peer.equals(leader) && isLeaderHeard) {
            isLeaderHeard = false;
            deadline = Math.min(deadline, node().isVoter() ? node().now() + node().randomHintDelayNanos() : deadline);
        }
    }

    void tick() {
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

    @Override
    void beforePoll() {
        if (leader != null) {
            PeerId to = leader;
            reads.forward(node().now()).ifPresent(request -> node().send(to, new Message.ReadIndexRequest(request)));
        }
    }

    @Override
    void leave() {
        reads.refuseAll();
    }
}
