/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.coordination.election.Election;
import java.util.List;
import java.util.Set;

/** An algorithm for leader election, as its play needs it. */
interface ElectionKind {
    /** What stands above the picture. */
    String title();

    /** A process takes its seat. */
    Election join(Seat seat);

    /** What a frame is. */
    String describe(Bytes frame);

    /** Messages that are signs of life only. */
    default Set<String> chatter() {
        return Set.of("Heartbeat");
    }

    /** By when the first leader is surely known. */
    long settledMillis(Timing timing);

    /** What the last election should have cost, the one after a crash if there was one, in a group of so many of which so many live. */
    List<Formula> formulas(Journal journal, int size, int live, boolean hasFaults);
}
