/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.spi.SnapshotMeta;
import java.util.Optional;

/**
 * What a replica tells its surroundings. Called on the replica's own lanes: return quickly and do not block. An exception is logged and
 * otherwise ignored.
 */
public interface ReplicaListener {
    /** This replica's role or epoch changed. */
    default void onRole(Role role, long epoch) {}

    /** Another leader is known, or none. */
    default void onLeader(Optional<PeerId> leader, long epoch) {}

    /** The group's membership changed. */
    default void onMembership(Membership membership) {}

    /** A snapshot is durable here: taken here, or, if {@code installed}, fetched from a peer. */
    default void onSnapshot(SnapshotMeta snapshot, boolean installed) {}

    /** The replica stopped for good because of a fault. */
    default void onHalted(Throwable cause) {}
}
