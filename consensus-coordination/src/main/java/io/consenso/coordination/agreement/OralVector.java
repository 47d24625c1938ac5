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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link InteractiveConsistency} at one process: a tree for each commander. */
final class OralVector implements RoundAlgorithm<Map<PeerId, Bytes>> {
    private final PeerId self;
    private final int traitorsMax;
    private final Bytes defaultValue;
    private final Map<PeerId, OralTree> trees = new LinkedHashMap<>();

    OralVector(PeerId self, List<PeerId> peers, int traitorsMax, Bytes defaultValue) {
        this.self = self;
        this.traitorsMax = traitorsMax;
        this.defaultValue = defaultValue;
        peers.forEach(commander -> trees.put(commander, new OralTree(self, peers, commander, traitorsMax)));
    }

    @Override
    public int rounds() {
        return traitorsMax + 1;
    }

    @Override
    @SuppressWarnings("NullAway") // there is a tree for each process
    public void propose(Bytes value) {
        trees.get(self).order(value);
    }

    @Override
    public List<Send<AgreementMessage>> begin(int round) {
        return trees.values().stream()
                .flatMap(tree -> tree.begin(round).stream())
                .toList();
    }

    @Override
    public int inboxMax(int round) {
        // Each of the others may be the commander of what the sender passes on.
        return round == 1 ? 1 : (trees.size() - 2) * OralTree.relaysMax(trees.size(), round);
    }

    @Override
    public void end(int round, List<Received> inbox) {
        for (Received received : inbox) {
            if (received.message() instanceof OralOrder said) {
                Optional.ofNullable(trees.get(said.path().get(0))).ifPresent(tree -> tree.hear(received.from(), said));
            }
        }
    }

    @Override
    public Outcome<Map<PeerId, Bytes>> outcome() {
        Map<PeerId, Bytes> vector = new LinkedHashMap<>();
        trees.forEach((commander, tree) -> vector.put(commander, tree.decision().orElse(defaultValue)));
        return new Outcome<>(
                Optional.of(Collections.unmodifiableMap(vector)),
                trees.values().stream().flatMap(tree -> tree.faulty().stream()).toList());
    }
}
