/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.Engine.Proposal;
import io.consenso.engine.Role;
import java.util.List;
import java.util.Optional;

/**
 * What a replica does with its inputs as long as its role lasts. A reply to a role that has ended finds a role that ignores it; so does
 * every default here.
 */
abstract sealed class RaftRole permits Follower, Candidate, Leader {
    private final Node node;

    RaftRole(Node node) {
        this.node = node;
    }

    final Node node() {
        return node;
    }

    abstract Role role();

    abstract Optional<PeerId> leader();

    /** Whether there is a leader that this replica would defend against a candidate (6.2, 9.6). */
    abstract boolean hearsLeader();

    /** When the time-out of this role ends. */
    abstract long wakeAtNanos();

    /** Says what became due because of the inputs since the last poll. */
    void beforePoll() {}

    /** The role ends: who waits for it is told so. */
    void leave() {}

    void persisted() {}

    void propose(List<Proposal> proposals) {
        proposals.forEach(node.outbox()::refuse);
    }

    void read(long readId) {
        node.outbox().refuseRead(readId);
    }

    /** What the peer granted or acknowledged is lost. */
    void forgotten(PeerId peer) {}

    void disconnected(PeerId peer) {}

    void onPreVoteReply(PeerId from, Message.PreVoteReply reply) {}

    void onVoteReply(PeerId from, Message.VoteReply reply) {}

    void onAppendAccepted(PeerId from, Message.AppendAccepted reply) {}

    void onAppendRejected(PeerId from, Message.AppendRejected reply) {}

    void onHeartbeatReply(PeerId from, Message.HeartbeatReply reply) {}

    void onSnapshotInstalled(PeerId from, Message.SnapshotInstalled reply) {}

    void onReadIndexReply(Message.ReadIndexReply reply) {}

    void onReadIndexRefused(Message.ReadIndexRefused reply) {}

    void onReadIndexRequest(PeerId from, Message.ReadIndexRequest request) {
        node.send(from, new Message.ReadIndexRefused(node.term(), request.request()));
    }
}
