/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.coordination.election.Election;
import io.consenso.coordination.election.RingElection;
import io.consenso.coordination.election.RingElectionOptions;
import java.time.Duration;
import java.util.List;

/** Election on a ring of so many. */
record Ring(int size) implements ElectionKind {
    @Override
    public String title() {
        return "Election on a ring (Chang and Roberts)";
    }

    @Override
    public Election join(Seat seat) {
        return RingElection.join(seat.member(), options(seat.timing()));
    }

    private RingElectionOptions options(Timing timing) {
        Duration hop = timing.delayMax().plus(timing.processingMax());
        Duration failure = timing.heartbeatEvery().plus(hop);
        return RingElectionOptions.of(timing.heartbeatEvery(), failure, failure.plus(hop.multipliedBy(3L * size)));
    }

    @Override
    public String describe(Bytes frame) {
        return RingElection.describe(frame);
    }

    /** Everybody listens first; then it goes round three times, usually faster than it might. */
    @Override
    public long settledMillis(Timing timing) {
        return options(timing)
                .failureTimeout()
                .plus(timing.delayMax().multipliedBy(size))
                .toMillis();
    }

    @Override
    public List<Formula> formulas(Journal journal, int size, int live, boolean hasFaults) {
        long counted = journal.countOfLate("Election", "Elected");
        if (counted == 0) {
            return List.of();
        }
        String n = hasFaults ? "N processes that live: " : "";
        return List.of(Formula.between(counted, n + "2N", 2L * live, "3N-1", 3L * live - 1));
    }
}
