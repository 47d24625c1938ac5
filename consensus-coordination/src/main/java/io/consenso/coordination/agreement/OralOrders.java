/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.AgreementMessage.OralOrder;
import java.util.List;
import java.util.Optional;

/** OM(m) with one commander: the oral {@link ByzantineGenerals} at one process. */
final class OralOrders implements RoundAlgorithm<Bytes> {
    private final int processes;
    private final int traitorsMax;
    private final Bytes defaultOrder;
    private final OralTree tree;

    OralOrders(PeerId self, List<PeerId> peers, PeerId commander, int traitorsMax, Bytes defaultOrder) {
        this.processes = peers.size();
        this.traitorsMax = traitorsMax;
        this.defaultOrder = defaultOrder;
        this.tree = new OralTree(self, peers, commander, traitorsMax);
    }

    @Override
    public int rounds() {
        return traitorsMax + 1;
    }

    @Override
    public void propose(Bytes value) {
        tree.order(value);
    }

    @Override
    public List<Send<AgreementMessage>> begin(int round) {
        return tree.begin(round);
    }

    @Override
    public int inboxMax(int round) {
        return OralTree.relaysMax(processes, round);
    }

    @Override
    public void end(int round, List<Received> inbox) {
        for (Received received : inbox) {
            if (received.message() instanceof OralOrder said) {
                tree.hear(received.from(), said);
            }
        }
    }

    @Override
    public Outcome<Bytes> outcome() {
        return new Outcome<>(
                Optional.of(tree.decision().orElse(defaultOrder)),
                tree.faulty().stream().toList());
    }
}
