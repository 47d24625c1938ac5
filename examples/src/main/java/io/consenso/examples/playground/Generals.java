/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.agreement.Agreement;
import io.consenso.coordination.agreement.ByzantineGenerals;
import io.consenso.coordination.agreement.ByzantineOptions;
import io.consenso.coordination.agreement.Rounds;
import io.consenso.coordination.agreement.Traitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Byzantine generals.
 *
 * @param keys everybody's, when messages are signed
 */
record Generals(
        List<PeerId> peers,
        PeerId commander,
        Bytes order,
        int traitorsMax,
        List<PeerId> traitors,
        Optional<GeneralsKeys> keys)
        implements AgreementKind<Bytes> {
    private static final Bytes DEFAULT_ORDER = Bytes.ofUtf8("retreat");

    @Override
    public String title() {
        return "Byzantine generals, " + (keys.isPresent() ? "signed messages SM(" : "oral messages OM(") + traitorsMax
                + "), commander " + commander + (traitors.isEmpty() ? "" : ", traitors " + traitors);
    }

    @Override
    public Agreement<Bytes> join(Seat seat, Rounds rounds) {
        ByzantineOptions options = new ByzantineOptions(
                commander, traitorsMax, DEFAULT_ORDER, keys.map(all -> all.of(seat.self())), rounds);
        return traitors.contains(seat.self())
                ? Traitor.join(seat.member(), options, TwoFaces::tell)
                : ByzantineGenerals.join(seat.member(), options);
    }

    @Override
    public Map<PeerId, Bytes> proposals() {
        return Map.of(commander, order);
    }

    @Override
    public String text(Bytes value) {
        return value.toUtf8();
    }

    /** What a right commander ordered. */
    @Override
    public String expected(boolean hasCrashes) {
        return hasCrashes || traitors.contains(commander) ? "" : order.toUtf8();
    }

    @Override
    public List<Formula> formulas(Journal journal, boolean hasCrashes) {
        return List.of(keys.isPresent() ? signed(journal.count("SignedOrder"), hasCrashes) : oral(journal, hasCrashes));
    }

    private Formula oral(Journal journal, boolean hasCrashes) {
        return OralCost.formula(journal.count("Order"), peers.size(), traitorsMax, 1, hasCrashes);
    }

    private Formula signed(long counted, boolean hasCrashes) {
        long others = peers.size() - 1L;
        if (traitorsMax == 0) {
            return hasCrashes ? Formula.atMost(counted, "N-1", others) : Formula.exactly(counted, "N-1", others);
        } else if (!hasCrashes && traitors.isEmpty()) {
            return Formula.exactly(counted, "(N-1)^2", others * others);
        }
        return Formula.atMost(counted, "(N-1) + 2(N-1)(N-2)", others + 2 * others * (others - 1));
    }
}
