/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.PeerId;
import io.consenso.coordination.service.Coordination;
import io.consenso.coordination.service.LeaderLatch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Leader election on a replicated group: the one to take unless there is a reason not to.
 *
 * <p>Every process that has one of these is a candidate. Candidates queue in the log; the first leads until it steps down, crashes, or is cut off
 * for longer than its lease. The epoch is a fencing token. There are never two leaders in one epoch, and the leader itself stops believing to be
 * one before the next is elected, as long as no monotonic clock runs a quarter faster than another; see {@link Coordination}. Survives the crash
 * and isolation of any minority; without a majority there is no leader after a lease. Others hear of it as their replica applies the log, so
 * what they take for the leader may be old, and a resource that the leader uses must refuse the epoch of an earlier one.
 */
public final class ReplicatedElection implements Election {
    private final LeaderLatch latch;

    /** Stands for leader under that name, through the process's door, which stays the caller's to close. */
    public ReplicatedElection(Coordination coordination, String name) {
        latch = coordination.leaderLatch(name);
        latch.stand();
    }

    @Override
    public Optional<Leadership> current() {
        return latch.leader().map(ReplicatedElection::leadership);
    }

    @Override
    public void listen(ElectionListener listener) {
        latch.listen(leader -> listener.onLeader(leader.map(ReplicatedElection::leadership)));
    }

    private static Leadership leadership(LeaderLatch.Leader leader) {
        return new Leadership(PeerId.of(leader.owner()), leader.epoch());
    }

    /** As said there; this process then stands again, behind all other candidates. */
    @Override
    public CompletableFuture<Void> stepDown() {
        if (latch.leadership().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return latch.resign().thenRun(latch::stand);
    }

    @Override
    public void close() {
        latch.close();
    }
}
