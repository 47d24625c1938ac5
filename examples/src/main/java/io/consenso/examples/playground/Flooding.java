/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.agreement.Aggregation;
import io.consenso.coordination.agreement.Agreement;
import io.consenso.coordination.agreement.Rounds;
import io.consenso.coordination.agreement.SynchronousConsensus;
import io.consenso.coordination.agreement.SynchronousOptions;
import java.util.List;
import java.util.Map;

/** Synchronous consensus in f+1 rounds. */
record Flooding(Map<PeerId, Bytes> proposals, int crashesMax, Aggregation aggregation) implements AgreementKind<Bytes> {
    @Override
    public String title() {
        return "Synchronous consensus, f = " + crashesMax + ", " + aggregation;
    }

    @Override
    public Agreement<Bytes> join(Seat seat, Rounds rounds) {
        return SynchronousConsensus.join(seat.member(), new SynchronousOptions(crashesMax, aggregation, rounds));
    }

    @Override
    public List<PeerId> traitors() {
        return List.of();
    }

    @Override
    public String text(Bytes value) {
        return value.toUtf8();
    }

    /** The value of one who crashes may count or not. */
    @Override
    public String expected(boolean hasCrashes) {
        return "";
    }

    @Override
    public List<Formula> formulas(Journal journal, boolean hasCrashes) {
        long pairs = (long) proposals.size() * (proposals.size() - 1);
        long counted = journal.count("Proposals");
        if (hasCrashes) {
            return List.of(Formula.atMost(counted, "(f+1)N(N-1)", (crashesMax + 1) * pairs));
        }
        return List.of(
                crashesMax == 0
                        ? Formula.exactly(counted, "N(N-1)", pairs)
                        : Formula.exactly(counted, "2N(N-1)", 2 * pairs));
    }
}
