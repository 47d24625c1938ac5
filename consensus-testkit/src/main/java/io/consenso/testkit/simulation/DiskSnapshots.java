/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.spi.SnapshotStore.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One group's snapshots on a disk. */
final class DiskSnapshots {
    private final List<Complete> complete = new ArrayList<>();
    private @Nullable Partial fetching;

    /** Those that are safe at that moment, without what is being fetched. */
    DiskSnapshots copy(long now) {
        DiskSnapshots copy = new DiskSnapshots();
        for (Complete one : complete) {
            if (one.safeAt <= now) {
                copy.complete.add(new Complete(one.stored, one.content, Long.MIN_VALUE, one.damaged));
            }
        }
        return copy;
    }

    /** The newest that is safe at that moment. */
    @Nullable
    Complete latest(long now) {
        for (int i = complete.size() - 1; i >= 0; i--) {
            if (complete.get(i).safeAt <= now) {
                return complete.get(i);
            }
        }
        return null;
    }

    /** Any that is there at that moment: older ones go when a newer one is safe. */
    @Nullable
    Complete find(Stored stored, long now) {
        Complete latest = latest(now);
        return latest != null && latest.stored.equals(stored) ? latest : null;
    }

    void add(Stored stored, Bytes content, long safeAt) {
        Complete newer = new Complete(stored, content, safeAt, false);
        long now = safeAt;
        // What was newest until now stays until the new one is safe.
        Complete latest = latest(now);
        complete.removeIf(old -> old != latest);
        complete.add(newer);
    }

    boolean isAny() {
        return !complete.isEmpty();
    }

    void damageLatest() {
        if (!complete.isEmpty()) {
            complete.get(complete.size() - 1).damaged = true;
        }
    }

    /** Flips a bit of what was fetched so far. Returns false when there is nothing. */
    boolean damageFetch(RandomGenerator random) {
        Partial partial = fetching;
        if (partial == null || partial.length() == 0) {
            return false;
        }
        partial.flipBit(random.nextInt(partial.length()), random.nextInt(8));
        return true;
    }

    @Nullable
    Partial fetching() {
        return fetching;
    }

    void fetching(@Nullable Partial partial) {
        fetching = partial;
    }

    /** A rename that was not yet synced may or may not have happened; of a fetch some beginning is left. */
    void powerLost(long now, RandomGenerator random) {
        complete.removeIf(one -> one.safeAt > now && random.nextBoolean());
        flushed();
        Partial cut = fetching;
        if (cut != null) {
            cut.truncate(random.nextInt(cut.length() + 1));
        }
    }

    void flushed() {
        complete.forEach(one -> one.safeAt = Long.MIN_VALUE);
    }

    /** A snapshot that can be read. */
    static final class Complete {
        final Stored stored;
        final Bytes content;
        boolean damaged;
        private long safeAt;

        Complete(Stored stored, Bytes content, long safeAt, boolean damaged) {
            this.stored = stored;
            this.content = content;
            this.safeAt = safeAt;
            this.damaged = damaged;
        }
    }
}
