/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

/** How fresh the state must be that a query reads. */
public enum ReadMode {
    /**
     * The default: the query sees every command whose future had completed, on any replica, before the query was made (Herlihy and Wing,
     * 1990). Costs one round of messages to a quorum, shared by all queries that wait; no disk, no clock.
     */
    LINEARIZABLE,

    /** Whatever this replica has applied so far. Costs nothing, may be arbitrarily old, and works without a quorum. */
    LOCAL
}
