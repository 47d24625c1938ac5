/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import io.consenso.Membership;

/**
 * What a snapshot stands for.
 *
 * @param index the last entry whose effects the snapshot contains
 * @param epoch that entry's epoch
 * @param membership who belonged to the group at that entry
 */
public record SnapshotMeta(long index, long epoch, Membership membership) {
    /** The position of the last entry that the snapshot contains. */
    public LogPosition position() {
        return new LogPosition(index, epoch);
    }
}
