/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.runtime.ReplicaListener;
import io.consenso.spi.SnapshotMeta;
import java.util.Optional;

/** Puts what a replica tells into the trace. */
final class TraceListener implements ReplicaListener {
    private final Trace trace;
    private final PeerId node;

    TraceListener(Trace trace, PeerId node) {
        this.trace = trace;
        this.node = node;
    }

    @Override
    public void onRole(Role role, long epoch) {
        trace.role(node, role, epoch);
    }

    @Override
    public void onLeader(Optional<PeerId> leader, long epoch) {
        trace.leader(node, leader, epoch);
    }

    @Override
    public void onSnapshot(SnapshotMeta snapshot, boolean installed) {
        trace.snapshot(node, snapshot.index(), installed);
    }

    @Override
    public void onHalted(Throwable cause) {
        trace.halted(node, cause);
    }
}
