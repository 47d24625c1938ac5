/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.agreement.FaultyCommander.Reach;
import io.consenso.coordination.agreement.RoundAlgorithm.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Generals in perfect rounds, some of them traitors, and what must hold of what comes out. */
record Generals(List<PeerId> peers, PeerId commander, Bytes order, Set<PeerId> traitors, Lie lie) {
    static final Bytes ATTACK = Bytes.ofUtf8("attack");
    static final Bytes RETREAT = Bytes.ofUtf8("retreat");
    static final Bytes WAIT = Bytes.ofUtf8("wait");

    /** What a traitor may say: another order, another one, and nothing. */
    static final List<Optional<Bytes>> WORDS = List.of(Optional.of(ATTACK), Optional.of(RETREAT), Optional.empty());

    static Generals of(int size, int commander, Bytes order, Set<Integer> traitors, Lie lie) {
        List<PeerId> peers = LockStep.peers(size);
        return new Generals(
                peers,
                peers.get(commander - 1),
                order,
                Set.copyOf(traitors.stream().map(i -> peers.get(i - 1)).toList()),
                lie);
    }

    LockStep<Bytes> oral(int traitorsMax) {
        return steps(peer -> new OralOrders(peer, peers, commander, traitorsMax, RETREAT));
    }

    LockStep<Bytes> signed(int traitorsMax) {
        return steps(peer ->
                new SignedOrders("agreement", peer, peers, commander, traitorsMax, RETREAT, new ToySignatures(peer)));
    }

    private LockStep<Bytes> steps(Function<PeerId, RoundAlgorithm<Bytes>> algorithm) {
        LockStep<Bytes> steps = new LockStep<>(
                peers,
                peer -> traitors.contains(peer) ? Traitor.lying(algorithm.apply(peer), lie) : algorithm.apply(peer));
        steps.process(commander).propose(order);
        return steps;
    }

    List<Outcome<Bytes>> loyalLieutenants(Map<PeerId, Outcome<Bytes>> outcomes) {
        return outcomes.entrySet().stream()
                .filter(entry ->
                        !traitors.contains(entry.getKey()) && !entry.getKey().equals(commander))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** IC1: all loyal lieutenants obey the same order. */
    boolean holdsIc1(Map<PeerId, Outcome<Bytes>> outcomes) {
        return loyalLieutenants(outcomes).stream()
                        .map(Outcome::value)
                        .distinct()
                        .count()
                <= 1;
    }

    /** IC2: if the commander is loyal, every loyal lieutenant obeys the order it sends. */
    boolean holdsIc2(Map<PeerId, Outcome<Bytes>> outcomes) {
        return traitors.contains(commander)
                || loyalLieutenants(outcomes).stream()
                        .allMatch(outcome -> outcome.value().orElseThrow().equals(order));
    }

    /** IC1, IC2, and that what is reported is true, and known to all where it says so. */
    void check(Map<PeerId, Outcome<Bytes>> outcomes, Object context) {
        if (!holdsIc1(outcomes) || !holdsIc2(outcomes)) {
            throw new AssertionError(context + ", traitors " + traitors + ": " + outcomes);
        }
        List<FaultyCommander> reports = loyalLieutenants(outcomes).stream()
                .flatMap(o -> o.faulty().stream())
                .toList();
        assertThat(reports).as("%s", context).allMatch(report -> traitors.contains(report.commander()));
        long toAll = reports.stream()
                .filter(report -> report.reach() == Reach.EVERYONE)
                .count();
        assertThat(toAll).as("%s", context).isIn(0L, (long)
                loyalLieutenants(outcomes).size());
    }

    /** What the lieutenants report, without those that report nothing. */
    Stream<Reach> reaches(Map<PeerId, Outcome<Bytes>> outcomes) {
        return loyalLieutenants(outcomes).stream()
                .flatMap(outcome -> outcome.faulty().stream())
                .map(FaultyCommander::reach);
    }
}
