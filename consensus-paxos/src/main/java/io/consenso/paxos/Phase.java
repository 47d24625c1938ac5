/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.engine.Engine.Proposal;
import io.consenso.engine.Role;
import java.util.List;
import java.util.Optional;

/** What a {@link Proposer} is doing. */
abstract sealed class Phase permits Following, Polling, Preparing, Leading {
    private final Node node;

    Phase(Node node) {
        this.node = node;
    }

    final Node node() {
        return node;
    }

    abstract Role role();

    /** Its own ballot, under which it acts; {@link Ballot#ZERO} if it has none. */
    long ballot() {
        return Ballot.ZERO;
    }

    Optional<PeerId> leader() {
        return Optional.empty();
    }

    /** Whether there is a leader, other than the one who asks, that this replica would defend against an election. */
    boolean hearsLeaderBeside(@SuppressWarnings("unused") PeerId asking) {
        return false;
    }

    /** When the time-out of this phase ends. */
    abstract long wakeAtNanos();

    /** Says what became due because of the inputs since the last poll. */
    void beforePoll() {}

    /** The phase ends: who waits for it is told so. */
    void leave() {}

    void persisted() {}

    void propose(List<Proposal> proposals) {
        proposals.forEach(node.outbox()::refuse);
    }

    void read(long readId) {
        node.outbox().refuseRead(readId);
    }

    void disconnected(@SuppressWarnings("unused") PeerId peer) {}

    void onPromise(PeerId from, Message.Promise promise) {}

    void onAccepted(PeerId from, Message.Accepted accepted) {}

    void onHeartbeatReply(PeerId from, Message.HeartbeatReply reply) {}

    void onPollReply(PeerId from, Message.PollReply reply) {}

    void onReadIndexReply(Message.ReadIndexReply reply) {}

    void onReadIndexRefused(Message.ReadIndexRefused reply) {}

    void onReadIndexRequest(PeerId from, Message.ReadIndexRequest request) {
        node.send(from, new Message.ReadIndexRefused(request.request()));
    }
}
