/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import java.util.HashMap;
import java.util.Map;

/** How often each payload was proposed, refused and committed: commits are never more than proposals that may have been taken. */
final class Tally {
    private final Map<Bytes, Counts> counts = new HashMap<>();

    private static final class Counts {
        int open;
        int committed;
    }

    void foundOnDisk(Entry entry) {
        counts(entry.payload()).open++;
    }

    void proposed(Bytes payload) {
        counts(payload).open++;
    }

    /** Whether that leaves enough for what is committed. */
    boolean refused(Bytes payload) {
        Counts of = counts(payload);
        of.open--;
        return of.committed <= of.open;
    }

    /** Whether that many may be committed; only commands are anybody's proposals. */
    boolean committed(Entry entry) {
        if (entry.kind() != Entry.Kind.COMMANDS) {
            return true;
        }
        Counts of = counts(entry.payload());
        of.committed++;
        return of.committed <= of.open;
    }

    private Counts counts(Bytes payload) {
        return counts.computeIfAbsent(payload, key -> new Counts());
    }
}
