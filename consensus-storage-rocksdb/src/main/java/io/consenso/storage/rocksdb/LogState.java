/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.Bytes;
import io.consenso.spi.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a group's log that is kept in memory: all but the payloads. Immutable; a write replaces it once it is on disk.
 *
 * @param hardState the engine's; null when none was written yet
 * @param floor compacted up to here
 * @param runs which entries are present above the floor
 * @param purgedTo up to which index compacted entries have been deleted from the database as well
 * @param bytesSincePurge how much has been written since, roughly
 */
record LogState(@Nullable Bytes hardState, LogPosition floor, EpochRuns runs, long purgedTo, long bytesSincePurge) {
    static final LogState EMPTY = new LogState(null, LogPosition.ZERO, EpochRuns.EMPTY, 0, 0);

    long last() {
        return Math.max(floor.index(), runs.last());
    }

    GroupRecord record() {
        return new GroupRecord(floor, last(), runs.count(), hardState);
    }

    LogState withHardState(Bytes state) {
        return new LogState(state, floor, runs, purgedTo, bytesSincePurge);
    }

    LogState withRuns(EpochRuns changed, long bytesWritten) {
        return new LogState(hardState, floor, changed, purgedTo, bytesSincePurge + bytesWritten);
    }

    LogState withFloor(LogPosition position) {
        return new LogState(hardState, position, runs.dropThrough(position.index()), purgedTo, bytesSincePurge);
    }

    LogState purged() {
        return new LogState(hardState, floor, runs, floor.index(), 0);
    }
}
