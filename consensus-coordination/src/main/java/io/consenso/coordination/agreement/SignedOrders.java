/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.AgreementMessage.Endorsement;
import io.consenso.coordination.agreement.AgreementMessage.SignedOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SM(m): the signed {@link ByzantineGenerals} at one process. An order that is new goes on with one more signature. Two different orders of the
 * commander are enough to know that it is a traitor, so more are neither kept nor passed on.
 */
final class SignedOrders implements RoundAlgorithm<Bytes> {
    private static final int ORDERS_MAX = 2;

    private final String group;
    private final PeerId self;
    private final List<PeerId> peers;
    private final PeerId commander;
    private final int traitorsMax;
    private final Bytes defaultOrder;
    private final Signatures signatures;
    private final Map<Bytes, SignedOrder> orders = new LinkedHashMap<>();
    private Optional<Bytes> own = Optional.empty();
    private List<SignedOrder> news = new ArrayList<>();

    SignedOrders(
            String group,
            PeerId self,
            List<PeerId> peers,
            PeerId commander,
            int traitorsMax,
            Bytes defaultOrder,
            Signatures signatures) {
        this.group = group;
        this.self = self;
        this.peers = peers;
        this.commander = commander;
        this.traitorsMax = traitorsMax;
        this.defaultOrder = defaultOrder;
        this.signatures = signatures;
    }

    @Override
    public int rounds() {
        return traitorsMax + 1;
    }

    @Override
    public void propose(Bytes value) {
        if (!self.equals(commander)) {
            throw new AgreementException(self + " is a lieutenant: " + commander + " gives the order");
        }
        own = Optional.of(value);
        news.add(new SignedOrder(value, List.of()));
    }

    @Override
    public List<Send<AgreementMessage>> begin(int round) {
        List<Send<AgreementMessage>> sends = new ArrayList<>();
        for (SignedOrder order : news) {
            SignedOrder endorsed = endorse(order.order(), order.endorsements());
            sends.addAll(Send.toEach(
                    peers.stream()
                            .filter(peer -> !endorsed.signers().contains(peer))
                            .toList(),
                    endorsed));
        }
        news = new ArrayList<>();
        return sends;
    }

    @Override
    public int inboxMax(int round) {
        return ORDERS_MAX;
    }

    @Override
    public void end(int round, List<Received> inbox) {
        for (Received received : inbox) {
            if (received.message() instanceof SignedOrder order
                    && orders.size() < ORDERS_MAX
                    && !orders.containsKey(order.order())
                    && isGenuine(received.from(), order)) {
                orders.put(order.order(), order);
                news.add(order);
            }
        }
    }

    @Override
    public Outcome<Bytes> outcome() {
        if (self.equals(commander)) {
            return new Outcome<>(Optional.of(own.orElse(defaultOrder)), List.of());
        } else if (orders.size() == 1) {
            return new Outcome<>(Optional.of(orders.keySet().iterator().next()), List.of());
        }
        return new Outcome<>(Optional.of(defaultOrder), List.of(traitor()));
    }

    /** The order with this process's signature below the others. */
    SignedOrder endorse(Bytes order, List<Endorsement> before) {
        List<Endorsement> endorsements = new ArrayList<>(before);
        endorsements.add(new Endorsement(self, signatures.sign(SignedContent.of(group, order, before, self))));
        return new SignedOrder(order, endorsements);
    }

    /** The commander signed first, the sender last, nobody twice, all of them are generals, and every signature holds. */
    private boolean isGenuine(PeerId from, SignedOrder order) {
        List<PeerId> signers = order.signers();
        return !signers.isEmpty()
                && signers.get(0).equals(commander)
                && signers.get(signers.size() - 1).equals(from)
                && !signers.contains(self)
                && peers.containsAll(signers)
                && signers.stream().distinct().count() == signers.size()
                && areSignaturesGood(order);
    }

    private boolean areSignaturesGood(SignedOrder order) {
        List<Endorsement> endorsements = order.endorsements();
        for (int i = 0; i < endorsements.size(); i++) {
            Endorsement endorsement = endorsements.get(i);
            Bytes content = SignedContent.of(group, order.order(), endorsements.subList(0, i), endorsement.signer());
            if (!signatures.isSignedBy(endorsement.signer(), content, endorsement.signature())) {
                return false;
            }
        }
        return true;
    }

    /** If one right lieutenant has no order, or two, so have all. */
    private FaultyCommander traitor() {
        return new FaultyCommander(
                commander,
                FaultyCommander.Reach.EVERYONE,
                orders.isEmpty() ? "gave no order" : "signed two different orders",
                orders.values().stream()
                        .map(order -> new SignedEvidence(
                                group,
                                commander,
                                order.order(),
                                order.endorsements().get(0).signature()))
                        .toList());
    }
}
