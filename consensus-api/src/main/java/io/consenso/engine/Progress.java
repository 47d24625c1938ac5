/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import java.util.Optional;

/**
 * Where the protocol stands after a poll.
 *
 * @param role what this replica is
 * @param epoch the current epoch: Raft's term, Paxos's ballot; 0 before the first
 * @param leader who leads in that epoch, if known
 * @param commitIndex every entry up to here (inclusive) is chosen for ever and may be applied; never falls
 * @param membership who belongs to the group
 * @param reads granted since the last poll
 * @param readsRefused reads that cannot be granted now (no leader is known, or it changed), since the last poll
 * @param refused proposals that were not and never will be ordered, since the last poll
 * @param fetch the snapshot to fetch from a peer, as long as one is wanted
 */
public record Progress(
        Role role,
        long epoch,
        Optional<PeerId> leader,
        long commitIndex,
        Membership membership,
        List<ReadGrant> reads,
        List<Long> readsRefused,
        List<Long> refused,
        Optional<Fetch> fetch) {
    /** Copies the lists. */
    public Progress {
        reads = List.copyOf(reads);
        readsRefused = List.copyOf(readsRefused);
        refused = List.copyOf(refused);
    }

    /** Whether it answers anything since the last poll; such a one is not for the next poll to show again. */
    public boolean hasAnswers() {
        return !(reads.isEmpty() && readsRefused.isEmpty() && refused.isEmpty());
    }

    /**
     * A read that may be served.
     *
     * @param readId as asked for
     * @param atIndex once the state machine has applied up to here
     */
    public record ReadGrant(long readId, long atIndex) {}

    /**
     * A snapshot that this replica needs.
     *
     * @param from who has it
     * @param meta what it must stand for
     */
    public record Fetch(PeerId from, SnapshotMeta meta) {}
}
