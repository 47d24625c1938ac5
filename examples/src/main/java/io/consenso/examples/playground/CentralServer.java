/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.mutex.CentralServerMutex;
import io.consenso.coordination.mutex.CentralServerOptions;
import io.consenso.coordination.mutex.Mutex;
import java.time.Duration;
import java.util.List;

/** Mutual exclusion by a server. */
record CentralServer(PeerId server) implements MutexKind {
    private static final long HOLD_MAX_MILLIS = 100;

    @Override
    public String title() {
        return "Mutual exclusion by a central server, " + server;
    }

    @Override
    public Mutex join(Seat seat) {
        Timing timing = seat.timing();
        return CentralServerMutex.join(
                seat.member(),
                new CentralServerOptions(
                        server,
                        Duration.ofMillis(timing.millis(HOLD_MAX_MILLIS)),
                        timing.delayMax(),
                        timing.heartbeatEvery().multipliedBy(2)));
    }

    @Override
    public String describe(Bytes frame) {
        return CentralServerMutex.describe(frame);
    }

    @Override
    public String token(long token) {
        return EpochToken.text(token);
    }

    @Override
    public List<Formula> formulas(Journal journal, List<PeerId> granted, boolean hasFaults) {
        if (hasFaults) {
            return List.of();
        }
        long remote = granted.stream().filter(peer -> !peer.equals(server)).count();
        long counted = journal.count("Request", "Grant", "Release");
        return List.of(
                Formula.exactly(counted, "3 x " + remote + " entries, and those who wait are told so", 3 * remote));
    }
}
