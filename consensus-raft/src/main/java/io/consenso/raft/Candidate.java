/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.spi.LogPosition;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Collects votes: first the promise of nothing, whether it would win (9.6), then votes of a new term (3.4). It starts over with the first
 * when the time-out ends before it has a majority.
 */
final class Candidate extends RaftRole {
    private final boolean isPreVote;
    private final Set<PeerId> granted = new HashSet<>();
    private final long deadline;

    private Candidate(Node node, boolean isPreVote, long patienceNanos) {
        super(node);
        this.isPreVote = isPreVote;
        deadline = node.now() + patienceNanos;
    }

    /**
     * Asks whether an election could be won; changes nothing that lasts, so it may ask again soon. A voter that still heard the old leader when
     * it was asked first will have given it up by then.
     */
    static Candidate asking(Node node) {
        Candidate candidate = new Candidate(node, true, node.randomAskingNanos());
        candidate.granted.add(node.self());
        for (PeerId voter : node.otherVoters()) {
            node.send(voter, new Message.RequestPreVote(node.term(), node.log().last()));
        }
        return candidate;
    }

    /** Opens a new term and votes for itself, which counts when it is durable; only then the requests leave. */
    static Candidate standing(Node node) {
        Candidate candidate = new Candidate(node, false, node.randomElectionTimeoutNanos());
        node.setHardState(node.term() + 1, Optional.of(node.self()));
        LogPosition last = node.log().last();
        for (PeerId voter : node.otherVoters()) {
            node.sendAfterPersist(voter, new Message.RequestVote(node.term(), last));
        }
        return candidate;
    }

    boolean isPreVote() {
        return isPreVote;
    }

    boolean hasMajority() {
        return granted.size() >= node().membership().majority();
    }

    @Override
    Role role() {
        return Role.CANDIDATE;
    }

    @Override
    Optional<PeerId> leader() {
        return Optional.empty();
    }

    @Override
    boolean hearsLeader() {
        return false;
    }

    @Override
    long wakeAtNanos() {
        return deadline;
    }

    @Override
    void persisted() {
        if (!isPreVote && node().isHardStateDurable()) {
            granted.add(node().self());
        }
    }

    @Override
    void forgotten(PeerId peer) {
        granted.remove(peer);
    }

    @Override
    void onPreVoteReply(PeerId from, Message.PreVoteReply reply) {
        count(isPreVote && reply.granted(), from);
    }

    @Override
    void onVoteReply(PeerId from, Message.VoteReply reply) {
        count(!isPreVote && reply.granted(), from);
    }

    private void count(boolean isGrant, PeerId from) {
        if (isGrant && node().membership().isVoter(from)) {
            granted.add(from);
        }
    }
}
