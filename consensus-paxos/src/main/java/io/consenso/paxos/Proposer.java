/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.paxos.Message.Nack;
import io.consenso.paxos.Message.Poll;
import io.consenso.paxos.Message.PollReply;

/**
 * Owns the ballots of this replica: decides when to try for the leadership, and moves from phase to phase. A lost duel, a refused proposal are normal
 * (Paxos Made Simple, 2.4): it tries again later, and ever later while it loses.
 */
final class Proposer {
    private static final int DOUBLINGS_MAX = 4;

    private final Node node;
    private final Learner learner;
    private final Acceptor acceptor;
    private Phase phase;
    private int duelsLost;
    private long raiseAt;

    Proposer(Node node, Learner learner, Acceptor acceptor) {
        this.node = node;
        this.learner = learner;
        this.acceptor = acceptor;
        phase = node.isSoleVoter() ? Following.after(node, 0) : Following.patiently(node);
    }

    Phase phase() {
        return phase;
    }

    void tick(long sinceLastTickNanos) {
        if (phase instanceof Leading leading) {
            if (leading.hasLostQuorum(sinceLastTickNanos)) {
                become(Following.patiently(node));
            } else {
                leading.tick();
            }
        } else if (phase instanceof Preparing preparing) {
            if (preparing.isStuck()) {
                become(new Polling(node));
            } else {
                preparing.tick();
            }
        } else {
            if (phase instanceof Following following) {
                following.tick();
            }
            if (node.now() >= phase.wakeAtNanos()) {
                become(new Polling(node));
            }
        }
        proceed();
    }

    /** Moves on if what the phase waits for has come. */
    void proceed() {
        if (phase instanceof Polling polling && polling.isGranted()) {
            become(new Preparing(node, learner));
        } else if (phase instanceof Preparing preparing && preparing.isPrepared()) {
            become(new Leading(node, learner, acceptor, preparing.promises()));
        }
    }

    private void become(Phase next) {
        phase.leave();
        phase = next;
    }

    /** A ballot above its own is promised here, to whomever: its own is over, before anything more leaves under it. */
    void overtaken() {
        if (phase instanceof Following following) {
            following.forgetLeader();
        } else if (phase.ballot() != Ballot.ZERO) {
            become(Following.patiently(node));
        }
    }

    /** Another proposer prepares what is promised to it here. */
    void giveWay() {
        if (phase instanceof Following following) {
            following.postpone();
        } else {
            become(Following.patiently(node));
        }
    }

    /** The leader of what is promised here showed itself. */
    void hear(PeerId leader) {
        Following following = phase instanceof Following current ? current : Following.patiently(node);
        if (following != phase) {
            become(following);
        }
        following.hear(leader);
        duelsLost = 0;
    }

    void onPoll(PeerId from, Poll poll) {
        node.seen(poll.ballot());
        node.send(from, new PollReply(node.promised(), poll.attempt(), !phase.hearsLeaderBeside(from), node.chosen()));
    }

    void onPollReply(PeerId from, PollReply reply) {
        node.seen(reply.ballot());
        learner.knownAt(from, reply.chosen());
        phase.onPollReply(from, reply);
    }

    /**
     * Somebody has promised a higher ballot. A leader that a quorum still answers prepares a higher one itself, so that who was away with an inflated
     * ballot finds back; but not twice in a row, or two such leaders would duel without end.
     */
    void onNack(PeerId from, Nack nack) {
        node.seen(nack.promised());
        learner.knownAt(from, nack.chosen());
        if (phase.ballot() == Ballot.ZERO || phase.ballot() != nack.ballot()) {
            return;
        }
        if (phase instanceof Leading leading
                && leading.isHeardWithin(node.electionTimeoutNanos())
                && node.now() >= raiseAt) {
            raiseAt = node.now() + node.randomElectionTimeoutNanos() + patience();
            become(new Preparing(node, learner));
        } else {
            become(Following.after(node, patience()));
        }
    }

    /** Short at first, and twice as long after every duel lost in a row. */
    private long patience() {
        duelsLost = Math.min(duelsLost + 1, DOUBLINGS_MAX);
        return node.randomAskingNanos() << (duelsLost - 1);
    }

    /** What the peer promised is lost with its storage, and so is any quorum that it was part of. */
    void forgotten() {
        if (phase instanceof Polling) {
            become(new Polling(node));
        } else if (phase.ballot() != Ballot.ZERO) {
            become(new Preparing(node, learner));
        }
        proceed();
    }

    /** What came by a snapshot cannot be compared with what this replica proposed there. */
    void installs() {
        if (phase.role() == Role.LEADER) {
            become(Following.after(node, node.randomAskingNanos()));
        }
    }
}
