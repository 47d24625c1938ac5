/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.PeerOrder;
import io.consenso.coordination.agreement.Agreement;
import io.consenso.coordination.agreement.ConsistencyOptions;
import io.consenso.coordination.agreement.InteractiveConsistency;
import io.consenso.coordination.agreement.Rounds;
import io.consenso.coordination.agreement.Traitor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Interactive consistency. */
record Consistency(Map<PeerId, Bytes> proposals, int traitorsMax, List<PeerId> traitors)
        implements AgreementKind<Map<PeerId, Bytes>> {
    private static final Bytes MISSING = Bytes.ofUtf8("-");

    @Override
    public String title() {
        return "Interactive consistency, m = " + traitorsMax + (traitors.isEmpty() ? "" : ", traitors " + traitors);
    }

    @Override
    public Agreement<Map<PeerId, Bytes>> join(Seat seat, Rounds rounds) {
        ConsistencyOptions options = new ConsistencyOptions(traitorsMax, MISSING, rounds);
        return traitors.contains(seat.self())
                ? Traitor.join(seat.member(), options, TwoFaces::tell)
                : InteractiveConsistency.join(seat.member(), options);
    }

    @Override
    public String text(Map<PeerId, Bytes> value) {
        return value.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(PeerOrder.BY_NAME))
                .map(entry -> entry.getValue().toUtf8())
                .collect(Collectors.joining(" "));
    }

    /** Everybody's own value, when everybody is right. */
    @Override
    public String expected(boolean hasCrashes) {
        return hasCrashes || !traitors.isEmpty() ? "" : text(proposals);
    }

    @Override
    public List<Formula> formulas(Journal journal, boolean hasCrashes) {
        int size = proposals.size();
        return List.of(OralCost.formula(journal.count("Order"), size, traitorsMax, size, hasCrashes));
    }
}
