/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.Membership;
import io.consenso.engine.EngineFactory.Boot;
import io.consenso.engine.InvariantViolation;
import io.consenso.spi.SnapshotMeta;
import java.util.Optional;

/** From what is on disk to a running node: log, snapshot and term are brought together, or the replica does not start. */
final class Recovery {
    private Recovery() {}

    static Node recover(Boot boot, RaftOptions options) {
        HardState hardState = boot.hardState().map(HardState::decode).orElse(HardState.INITIAL);
        RaftLog log = new RaftLog(boot.log());
        long snapshotEpoch = boot.snapshot().map(SnapshotMeta::epoch).orElse(0L);
        if (boot.snapshot().isPresent()) {
            join(log, boot.snapshot().get());
        } else {
            InvariantViolation.check(
                    log.floor().index() == 0,
                    "the log starts after " + log.floor() + ", but there is no snapshot of what came before");
        }
        Membership membership = boot.snapshot().map(SnapshotMeta::membership).orElse(boot.initial());
        Node node = new Node(
                boot.self(), options, boot.random(), log, hardState, membership, boot.snapshot(), boot.nowNanos());
        // A fetched snapshot may reach the disk before the term in which it was offered.
        if (snapshotEpoch > hardState.term()) {
            node.setHardState(snapshotEpoch, Optional.empty());
        }
        InvariantViolation.check(
                log.last().epoch() <= node.term(),
                "the log ends with term " + log.last().epoch() + ", but the stored term is " + node.term());
        return node;
    }

    /** A crash may have come between a snapshot and the change to the log that goes with it; then that change is made now. */
    private static void join(RaftLog log, SnapshotMeta snapshot) {
        InvariantViolation.check(
                log.floor().index() <= snapshot.index(),
                "the log starts after " + log.floor() + ", but the newest snapshot ends at " + snapshot.index()
                        + ": what lies between is lost");
        if (!log.contains(snapshot.position())) {
            log.resetTo(snapshot.position());
        }
    }
}
