/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.engine.Role;
import java.util.HashSet;
import java.util.Set;

/** Phase 0: asks whether an election could be won before it disturbs anybody; changes nothing that lasts, so it may ask again soon. */
final class Polling extends Phase {
    private final long attempt;
    private final long deadline;
    private final Set<PeerId> granted = new HashSet<>();

    Polling(Node node) {
        super(node);
        attempt = node.nextRandom();
        deadline = node.now() + node.randomAskingNanos();
        granted.add(node.self());
        for (PeerId voter : node.otherVoters()) {
            node.send(voter, new Message.Poll(node.promised(), attempt));
        }
    }

    @Override
    Role role() {
        return Role.CANDIDATE;
    }

    @Override
    long wakeAtNanos() {
        return deadline;
    }

    boolean isGranted() {
        return node().quorums().isQ1(granted);
    }

    @Override
    void onPollReply(PeerId from, Message.PollReply reply) {
        if (reply.attempt() == attempt && reply.granted()) {
            granted.add(from);
        }
    }
}
