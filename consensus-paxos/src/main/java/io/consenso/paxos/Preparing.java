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

/**
 * Phase 1, once for all slots to come, and then learning what others know to be chosen: whatever the state of its own log, a proposer that a quorum
 * has promised to may lead once it knows as much as they.
 */
final class Preparing extends Phase {
    private final Promises promises;
    private final Learner learner;
    private final long patienceNanos;
    private final long startedAt;
    private long askAgainAt;

    /** Draws a ballot and promises it, which counts when it is durable; only then the requests leave. */
    Preparing(Node node, Learner learner) {
        super(node);
        this.learner = learner;
        promises = new Promises(node.newBallot(), node.chosen() + 1);
        node.promise(promises.ballot());
        startedAt = node.now();
        patienceNanos = node.randomElectionTimeoutNanos();
        prepare();
    }

    private void prepare() {
        for (PeerId voter : node().otherVoters()) {
            if (!promises.from().contains(voter)) {
                node().sendPromised(voter, new Message.Prepare(promises.ballot(), promises.first()));
            } else {
                // It has told all; this only asks for its patience.
                node().sendPromised(voter, new Message.Prepare(promises.ballot(), Long.MAX_VALUE));
            }
        }
        askAgainAt = node().now() + node().electionTimeoutNanos() / 4;
    }

    @Override
    Role role() {
        return Role.CANDIDATE;
    }

    @Override
    long ballot() {
        return promises.ballot();
    }

    /** Whether it has waited in vain for long enough: for promises, or for somebody who knows what it has to learn. */
    boolean isStuck() {
        return node().now() - Math.max(startedAt, learner.progressAt()) >= patienceNanos;
    }

    @Override
    long wakeAtNanos() {
        return Math.min(askAgainAt, Math.max(startedAt, learner.progressAt()) + patienceNanos);
    }

    void tick() {
        if (node().now() >= askAgainAt) {
            prepare();
        }
    }

    @Override
    void persisted() {
        if (node().isPromiseDurable() && !promises.from().contains(node().self())) {
            promises.complete(
                    node().self(),
                    node().chosen(),
                    node().records().entries(promises.first(), Long.MAX_VALUE, Long.MAX_VALUE),
                    faultyHere());
        }
    }

    private Set<Long> faultyHere() {
        Set<Long> faulty = new HashSet<>();
        node().records().faulty(promises.first(), Long.MAX_VALUE).forEach(slots -> faulty.add(slots.first()));
        return faulty;
    }

    @Override
    void onPromise(PeerId from, Message.Promise promise) {
        if (node().quorums().isVoter(from)) {
            promises.add(from, promise);
            learner.knownAt(from, promise.chosen());
        }
    }

    /** Whether a quorum has promised, this replica with it, and it knows all that they know. */
    boolean isPrepared() {
        return promises.from().contains(node().self())
                && node().quorums().isQ1(promises.from())
                && node().chosen() >= promises.chosen();
    }

    Promises promises() {
        return promises;
    }
}
