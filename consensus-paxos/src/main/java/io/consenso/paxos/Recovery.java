/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Membership;
import io.consenso.engine.EngineFactory.Boot;
import io.consenso.engine.InvariantViolation;
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;

/** From what is on disk to a running node. Whatever it was before, it starts as one that follows: a leadership ends with the process. */
final class Recovery {
    private Recovery() {}

    static Node recover(Boot boot, PaxosOptions options) {
        HardState stored = boot.hardState()
                .map(HardState::decode)
                .orElseGet(() -> new HardState(Ballot.ZERO, 0, boot.random().nextInt(Ballot.LIVES)));
        LogView log = boot.log();
        long snapshotIndex = boot.snapshot().map(SnapshotMeta::index).orElse(0L);
        InvariantViolation.check(
                log.floor().index() <= snapshotIndex,
                "the log starts after " + log.floor() + ", but the newest snapshot ends at " + snapshotIndex
                        + ": what lies between is lost");
        Records records = new Records(log, snapshotIndex);
        long chosen = chosen(records, stored.watermark());
        if (boot.snapshot().isPresent() && snapshotIndex > chosen) {
            // What lies below it may be votes that lost; the crash came between the snapshot and the change to the log
            // that goes with it.
            records.compactTo(boot.snapshot().get().position());
            chosen = snapshotIndex;
        }
        Membership membership = boot.snapshot().map(SnapshotMeta::membership).orElse(boot.initial());
        Node node = new Node(
                boot.self(), options, boot.random(), records, stored, membership, boot.snapshot(), boot.nowNanos());
        node.setChosen(chosen);
        node.promise(Math.max(node.promised(), highestBallot(log)));
        return node;
    }

    /** The stored watermark was written along with the records that it covers, or after them. One that cannot be read must be learned again. */
    private static long chosen(Records records, long watermark) {
        long slot = records.floor().index();
        while (slot < watermark && records.ballotAt(slot + 1) != Ballot.ZERO) {
            slot++;
        }
        return slot;
    }

    /** Whoever holds a record has promised its ballot. */
    private static long highestBallot(LogView log) {
        long highest = log.floor().epoch();
        for (long slot = log.floor().index() + 1; slot <= log.lastIndex(); slot++) {
            highest = Math.max(highest, log.epochAt(slot).orElse(Ballot.ZERO));
        }
        return highest;
    }
}
