/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import java.time.Duration;

/** When the next snapshot is due: after so many entries, so many bytes or so much time since the last one. Apply lane only. */
final class SnapshotTrigger {
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long OVERDUE = 16;

    private final ReplicaOptions options;
    private long entries;
    private long bytes;
    private long sinceNanos;
    private boolean inProgress;

    SnapshotTrigger(ReplicaOptions options, long nowNanos) {
        this.options = options;
        sinceNanos = nowNanos;
    }

    void applied(int entryBytes) {
        entries++;
        bytes += entryBytes;
    }

    /** Whether a snapshot is to be taken now; if so, it counts as begun. */
    boolean begin(boolean asked, long nowNanos) {
        boolean due = entries >= options.snapshotEntries()
                || bytes >= options.snapshotBytes()
                || (entries > 0
                        && nowNanos - sinceNanos >= options.snapshotInterval().toNanos());
        if (inProgress || (!due && !asked)) {
            return false;
        }
        inProgress = true;
        restarted(nowNanos);
        return true;
    }

    /** Whether so much has come since the last snapshot that nothing may hold the next one back any longer. */
    boolean isOverdue() {
        return entries / OVERDUE >= options.snapshotEntries() || bytes / OVERDUE >= options.snapshotBytes();
    }

    /** Whether time alone will make a snapshot due. */
    boolean isArmed() {
        return entries > 0 && !inProgress;
    }

    /** How long until it does; if that is over and nothing was begun, until it is worth another look. */
    long intervalLeftNanos(long nowNanos) {
        long interval = options.snapshotInterval().toNanos();
        return Math.max(sinceNanos + interval - nowNanos, Math.min(interval, LOOK_AGAIN_NANOS));
    }

    void finished(long nowNanos) {
        inProgress = false;
        sinceNanos = nowNanos;
    }

    /** The state is as fresh as a snapshot that exists. */
    void restarted(long nowNanos) {
        entries = 0;
        bytes = 0;
        sinceNanos = nowNanos;
    }
}
