/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.AgreementMessage.OralOrder;
import io.consenso.coordination.agreement.AgreementMessage.SignedOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A process that lies, for tests and demonstrations of {@link ByzantineGenerals} and {@link InteractiveConsistency}. It takes part in the rounds as
 * a right one does, but what it says is up to a {@link Lie}. With signed messages it can sign nothing but its own name: as the commander it signs
 * whatever it says, as a lieutenant it can change an order, but the signatures of the others then no longer fit.
 */
public final class Traitor {
    private Traitor() {}

    /** Joins as a traitor; throws as {@link ByzantineGenerals#join} does. */
    public static Agreement<Bytes> join(Member member, ByzantineOptions options, Lie lie) {
        ByzantineGenerals.requireEnough(member, options);
        return RoundAgreement.join(member, options.rounds(), lying(ByzantineGenerals.algorithm(member, options), lie));
    }

    /** Joins as a traitor; throws as {@link InteractiveConsistency#join} does. */
    public static Agreement<Map<PeerId, Bytes>> join(Member member, ConsistencyOptions options, Lie lie) {
        InteractiveConsistency.requireEnough(member, options);
        return RoundAgreement.join(
                member, options.rounds(), lying(InteractiveConsistency.algorithm(member, options), lie));
    }

    static <V> RoundAlgorithm<V> lying(RoundAlgorithm<V> algorithm, Lie lie) {
        Function<Send<AgreementMessage>, Optional<AgreementMessage>> said = algorithm instanceof SignedOrders signed
                ? send -> instead(send, lie, signed)
                : send -> instead(send, lie);
        return new Lying<>(algorithm, send -> said.apply(send).map(message -> new Send<>(send.to(), message)));
    }

    private static Optional<AgreementMessage> instead(Send<AgreementMessage> send, Lie lie) {
        if (send.message() instanceof OralOrder oral) {
            return lie.tell(send.to(), oral.path(), oral.order())
                    .map(order -> new OralOrder(oral.path(), Optional.of(order)));
        }
        throw new IllegalStateException("nothing to lie about: " + send);
    }

    private static Optional<AgreementMessage> instead(Send<AgreementMessage> send, Lie lie, SignedOrders signed) {
        if (send.message() instanceof SignedOrder truth) {
            int before = truth.endorsements().size() - 1;
            return lie.tell(send.to(), truth.signers(), Optional.of(truth.order()))
                    .map(order -> signed.endorse(order, truth.endorsements().subList(0, before)));
        }
        throw new IllegalStateException("nothing to lie about: " + send);
    }

    private record Lying<V>(
            RoundAlgorithm<V> algorithm, Function<Send<AgreementMessage>, Optional<Send<AgreementMessage>>> change)
            implements RoundAlgorithm<V> {
        @Override
        public int rounds() {
            return algorithm.rounds();
        }

        @Override
        public void propose(Bytes value) {
            algorithm.propose(value);
        }

        @Override
        public List<Send<AgreementMessage>> begin(int round) {
            Stream<Send<AgreementMessage>> truth = algorithm.begin(round).stream();
            return truth.flatMap(send -> change.apply(send).stream()).toList();
        }

        @Override
        public int inboxMax(int round) {
            return algorithm.inboxMax(round);
        }

        @Override
        public void end(int round, List<Received> inbox) {
            algorithm.end(round, inbox);
        }

        @Override
        public Outcome<V> outcome() {
            return algorithm.outcome();
        }
    }
}
