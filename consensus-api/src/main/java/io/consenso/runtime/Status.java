/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Role;
import java.util.Optional;

/**
 * A replica at a glance; the parts may be a moment apart.
 *
 * @param engine the protocol's name
 * @param role what this replica is
 * @param epoch Raft's term, Paxos's ballot
 * @param leader who leads, if known
 * @param commitIndex the last entry known to be committed
 * @param appliedIndex the last entry in the state machine
 * @param snapshotIndex the last entry in the newest snapshot here, 0 without one
 * @param membership who belongs to the group
 * @param pending commands and queries unanswered here
 * @param framesDropped frames from peers that made no sense, since start
 * @param fsync how long synced writes of the log took
 * @param apply how long the state machine took for one log entry
 * @param fault why the replica halted, if it did
 */
public record Status(
        String engine,
        Role role,
        long epoch,
        Optional<PeerId> leader,
        long commitIndex,
        long appliedIndex,
        long snapshotIndex,
        Membership membership,
        int pending,
        long framesDropped,
        Latency fsync,
        Latency apply,
        Optional<Throwable> fault) {
    /**
     * Durations since start, from a histogram whose buckets are a quarter of a power of two wide.
     *
     * @param count how many
     * @param p50Micros half took no longer, in microseconds
     * @param p99Micros ninety-nine in a hundred took no longer, in microseconds
     * @param maxMicros the longest, in microseconds
     */
    public record Latency(long count, long p50Micros, long p99Micros, long maxMicros) {}
}
