/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.coordination.election.BullyElection;
import io.consenso.coordination.election.BullyElectionOptions;
import io.consenso.coordination.election.Election;
import java.util.List;

/** The bully election. */
final class Bully implements ElectionKind {
    @Override
    public String title() {
        return "Bully election";
    }

    @Override
    public Election join(Seat seat) {
        return BullyElection.join(seat.member(), options(seat.timing()));
    }

    private static BullyElectionOptions options(Timing timing) {
        return new BullyElectionOptions(timing.delayMax(), timing.processingMax(), timing.heartbeatEvery());
    }

    @Override
    public String describe(Bytes frame) {
        return BullyElection.describe(frame);
    }

    @Override
    public long settledMillis(Timing timing) {
        return options(timing).answerTimeout().multipliedBy(3).toMillis();
    }

    @Override
    public List<Formula> formulas(Journal journal, int size, int live, boolean hasFaults) {
        long counted = journal.countOfLate("Election", "Answer", "Coordinator");
        // Of the leader's death only: when all begin at once, or somebody resigns or returns, the book has no number.
        if (live != size - 1 || counted == 0) {
            return List.of();
        }
        long worst = (long) size * size - size - 1;
        return List.of(Formula.between(counted, "N-1", size - 1, "N^2-N-1", worst));
    }
}
