/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.mutex.Mutex;
import io.consenso.coordination.mutex.TokenRingMutex;
import io.consenso.coordination.mutex.TokenRingOptions;
import java.time.Duration;
import java.util.List;

/** Mutual exclusion by a token that goes around. */
record TokenRing(int size) implements MutexKind {
    private static final long HOLD_MAX_MILLIS = 50;
    private static final long REST_MILLIS = 5;

    @Override
    public String title() {
        return "Mutual exclusion by a token on a ring";
    }

    @Override
    public Mutex join(Seat seat) {
        Timing timing = seat.timing();
        return TokenRingMutex.join(
                seat.member(),
                new TokenRingOptions(
                        Duration.ofMillis(timing.millis(HOLD_MAX_MILLIS)),
                        timing.delayMax(),
                        Duration.ofMillis(timing.millis(REST_MILLIS))));
    }

    @Override
    public String describe(Bytes frame) {
        return TokenRingMutex.describe(frame);
    }

    @Override
    public String token(long token) {
        return EpochToken.text(token);
    }

    /** The members greet each other and make a token first. */
    @Override
    public boolean isBeginningDrawn() {
        return false;
    }

    @Override
    public List<Formula> formulas(Journal journal, List<PeerId> granted, boolean hasFaults) {
        if (hasFaults) {
            return List.of();
        }
        // A receipt for each step; one more step passes it on at the end.
        long entries = granted.size();
        return List.of(Formula.between(
                journal.countOfLate("Token", "Receipt"),
                "2 x " + entries + " entries",
                2L * entries,
                "2N x " + entries + " entries and 2",
                2L * size * entries + 2));
    }
}
