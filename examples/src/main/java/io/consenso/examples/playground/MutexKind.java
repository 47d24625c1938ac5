/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.mutex.Mutex;
import java.util.List;
import java.util.Set;

/** An algorithm for mutual exclusion, as its play needs it. */
interface MutexKind {
    /** What stands above the picture. */
    String title();

    /** A process takes its seat. */
    Mutex join(Seat seat);

    /** What a frame is. */
    String describe(Bytes frame);

    /** Messages that are signs of life only. */
    default Set<String> chatter() {
        return Set.of();
    }

    /** Whether what happens before the first request belongs into the picture. */
    default boolean isBeginningDrawn() {
        return true;
    }

    /** A token, for people. */
    default String token(long token) {
        return "token " + token;
    }

    /** What the grants should have cost. */
    List<Formula> formulas(Journal journal, List<PeerId> granted, boolean hasFaults);
}
