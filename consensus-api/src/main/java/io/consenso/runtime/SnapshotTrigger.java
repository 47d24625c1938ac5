/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

/** When the next snapshot is due: after so many entries, so many bytes or so much time since the last one. Apply lane only. */
final class SnapshotTrigger {
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

    /** How long until time alone makes a snapshot due, in nanoseconds; {@code Long.MAX_VALUE} while there is nothing new to keep. */
    long untilIntervalNanos(long nowNanos) {
        return entries == 0
                ? Long.MAX_VALUE
                : Math.max(0, options.snapshotInterval().toNanos() - (nowNanos - sinceNanos));
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
