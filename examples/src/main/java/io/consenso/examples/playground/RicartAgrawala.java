/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.detector.HeartbeatDetector;
import io.consenso.coordination.mutex.Mutex;
import io.consenso.coordination.mutex.RicartAgrawalaMutex;
import io.consenso.coordination.mutex.RicartAgrawalaOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mutual exclusion by the permission of all others.
 *
 * @param skipsDead whether a failure detector says whose permission is not needed
 */
record RicartAgrawala(int size, boolean skipsDead) implements MutexKind {
    private static final long HOLD_MAX_MILLIS = 200;

    @Override
    public String title() {
        return "Mutual exclusion by permission of all (Ricart and Agrawala)";
    }

    @Override
    public Mutex join(Seat seat) {
        Timing timing = seat.timing();
        Duration every = timing.heartbeatEvery().multipliedBy(2);
        // Two heart-beats, a message, and room.
        Duration silence = every.multipliedBy(3).plus(timing.delayMax());
        return RicartAgrawalaMutex.join(
                seat.member(),
                new RicartAgrawalaOptions(
                        Duration.ofMillis(timing.millis(HOLD_MAX_MILLIS)),
                        every,
                        skipsDead ? Optional.of(new HeartbeatDetector(silence)) : Optional.empty()));
    }

    @Override
    public String describe(Bytes frame) {
        return RicartAgrawalaMutex.describe(frame);
    }

    @Override
    public Set<String> chatter() {
        return Set.of("Alive");
    }

    /** Everybody welcomes everybody. */
    @Override
    public boolean isBeginningDrawn() {
        return false;
    }

    @Override
    public List<Formula> formulas(Journal journal, List<PeerId> granted, boolean hasFaults) {
        if (hasFaults) {
            return List.of();
        }
        int entries = granted.size();
        return List.of(Formula.exactly(
                journal.count("Request", "Reply"),
                "2(N-1) x " + entries + " entries, and those who wait are told so",
                2L * (size - 1) * entries));
    }
}
