/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import static io.consenso.coordination.agreement.Generals.ATTACK;
import static io.consenso.coordination.agreement.Generals.RETREAT;
import static io.consenso.coordination.agreement.Generals.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.agreement.AgreementMessage.Endorsement;
import io.consenso.coordination.agreement.AgreementMessage.SignedOrder;
import io.consenso.coordination.agreement.FaultyCommander.Reach;
import io.consenso.coordination.agreement.RoundAlgorithm.Outcome;
import io.consenso.coordination.agreement.RoundAlgorithm.Received;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** SM(m): Lamport, Shostak and Pease 1982, section 4. */
class SignedGeneralsTest {
    /** Real signatures take their time. */
    private static final int REAL_SEEDS = Math.max(1, SimulatedAgreement.SEEDS / 40);

    private static final Map<PeerId, KeyPair> PAIRS = pairs(5);
    private static final List<PeerId> PEERS = LockStep.peers(4);

    private static Map<PeerId, KeyPair> pairs(int size) {
        Map<PeerId, KeyPair> pairs = new LinkedHashMap<>();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            LockStep.peers(size).forEach(peer -> pairs.put(peer, generator.generateKeyPair()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return pairs;
    }

    private static KeyPair pair(PeerId peer) {
        return Objects.requireNonNull(PAIRS.get(peer));
    }

    private static GeneralKeys keys(PeerId own) {
        Map<PeerId, PublicKey> everybodys = new LinkedHashMap<>();
        PAIRS.forEach((peer, pair) -> everybodys.put(peer, pair.getPublic()));
        return new GeneralKeys(pair(own).getPrivate(), everybodys);
    }

    private static ByzantineOptions options(Member member, int traitorsMax) {
        return ByzantineOptions.signed(PeerId.of("p1"), traitorsMax, RETREAT, keys(member.self()))
                .withRounds(SimulatedAgreement.ROUNDS);
    }

    /** As the commander any order or none; as a lieutenant the truth, a forgery or nothing. */
    private static Lie any(Choices choices) {
        return (to, path, truth) -> choices.choose(
                path.size() == 1
                        ? Generals.WORDS
                        : List.of(
                                truth,
                                Optional.of(truth.equals(Optional.of(ATTACK)) ? RETREAT : ATTACK),
                                Optional.empty()));
    }

    private static long everyStrategy(int size, int traitorsMax, Set<Integer> traitors) {
        Choices choices = new Choices();
        Generals generals = Generals.of(size, 1, ATTACK, traitors, any(choices));
        do {
            generals.check(generals.signed(traitorsMax).run(), choices);
        } while (choices.nextRun());
        return choices.runs();
    }

    @Test
    void threeGeneralsBearOneTraitorWhateverItDoes() {
        assertThat(everyStrategy(3, 1, Set.of(1))).isEqualTo(9);
        assertThat(everyStrategy(3, 1, Set.of(2))).isEqualTo(3);
    }

    @Test
    void fourGeneralsBearTwoTraitorsWhateverTheyDo() {
        long runs = everyStrategy(4, 1, Set.of(1)) + everyStrategy(4, 1, Set.of(3));
        runs += everyStrategy(4, 2, Set.of(1, 2));
        runs += everyStrategy(4, 2, Set.of(1, 4));
        runs += everyStrategy(4, 2, Set.of(2, 3));
        assertThat(runs).isGreaterThan(500);
    }

    @Test
    void sixGeneralsBearThreeTraitors() {
        for (long seed = 1; seed <= SimulatedAgreement.SEEDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            Set<Integer> traitors = Set.of(random.nextInt(1, 3), random.nextInt(3, 5), random.nextInt(5, 7));
            List<Optional<Bytes>> words =
                    List.of(Optional.of(ATTACK), Optional.of(RETREAT), Optional.of(WAIT), Optional.empty());
            Generals generals = Generals.of(
                    6,
                    1,
                    ATTACK,
                    traitors,
                    (to, path, truth) -> random.nextInt(3) == 0
                            ? words.get(random.nextInt(4))
                            : random.nextBoolean() ? truth : Optional.empty());
            generals.check(generals.signed(3).run(), "seed " + seed);
        }
    }

    @Test
    void moreTraitorsThanRoundsWereMadeForDivideTheLoyalOnes() {
        int divided = 0;
        Choices choices = new Choices();
        Generals generals = Generals.of(4, 1, ATTACK, Set.of(1, 4), any(choices));
        do {
            divided += generals.holdsIc1(generals.signed(1).run()) ? 0 : 1;
        } while (choices.nextRun());
        assertThat(divided).isPositive();
    }

    @Test
    void twoSignedOrdersProveTheCommanderFaultyToAnybody() {
        Lie twofold = (to, path, truth) -> Optional.of(to.equals(PeerId.of("p2")) ? ATTACK : WAIT);
        try (var generals = new SimulatedAgreement<>(
                        1,
                        3,
                        member -> member.self().equals(PeerId.of("p1"))
                                ? Traitor.join(member, options(member, 1), twofold)
                                : ByzantineGenerals.join(member, options(member, 1)))
                .start()) {
            generals.propose(1, ATTACK);
            List.of(2, 3).forEach(generals::await);
            generals.run();
            for (int i : List.of(2, 3)) {
                Decision<Bytes> decision = generals.decision(i).orElseThrow();
                assertThat(decision.value()).isEqualTo(RETREAT);
                FaultyCommander report = decision.faultyCommanders().get(0);
                assertThat(report.commander()).isEqualTo(PeerId.of("p1"));
                assertThat(report.reach()).isEqualTo(Reach.EVERYONE);
                assertThat(report.evidence()).extracting(SignedEvidence::order).containsExactlyInAnyOrder(ATTACK, WAIT);
                assertThat(report.evidence()).allSatisfy(SignedGeneralsTest::isSignedByTheCommanderOnly);
            }
        }
    }

    private static void isSignedByTheCommanderOnly(SignedEvidence evidence) {
        PublicKey commanders = pair(PeerId.of("p1")).getPublic();
        assertThat(evidence.isSignedBy(commanders)).isTrue();
        assertThat(evidence.isSignedBy(pair(PeerId.of("p2")).getPublic())).isFalse();
        assertThat(new SignedEvidence("other", evidence.commander(), evidence.order(), evidence.signature())
                        .isSignedBy(commanders))
                .isFalse();
        assertThat(new SignedEvidence(evidence.group(), evidence.commander(), RETREAT, evidence.signature())
                        .isSignedBy(commanders))
                .isFalse();
    }

    @Test
    void aCommanderThatGivesNoOrderIsKnownToAll() {
        Generals generals = Generals.of(4, 1, ATTACK, Set.of(1), (to, path, truth) -> Optional.empty());
        Map<PeerId, Outcome<Bytes>> outcomes = generals.signed(1).run();
        assertThat(generals.reaches(outcomes)).hasSize(3).containsOnly(Reach.EVERYONE);
        assertThat(generals.loyalLieutenants(outcomes))
                .allMatch(outcome -> outcome.value().orElseThrow().equals(RETREAT));
    }

    private static SignedOrders process(PeerId self) {
        return new SignedOrders("agreement", self, PEERS, PEERS.get(0), 2, RETREAT, signatures(self, "agreement"));
    }

    private static Signatures signatures(PeerId self, String group) {
        // The transport is not asked for anything.
        try (var simulated = new SimulatedAgreement<Bytes>(1, 1, member -> {
            throw new AssertionError("not started");
        })) {
            var node = simulated.group.node(simulated.peer(1));
            return Ed25519.of(new Member(group, self, PEERS, node.transport(), node.host()), keys(self));
        }
    }

    /** What p4 obeys after it was told this by p3 in the second round. */
    private static Bytes obeyed(SignedOrder told) {
        SignedOrders p4 = process(PEERS.get(3));
        p4.end(1, List.of());
        p4.end(2, List.of(new Received(PEERS.get(2), told)));
        return p4.outcome().value().orElseThrow();
    }

    @Test
    void onlyAGenuineChainOfSignaturesIsBelieved() {
        SignedOrder first = process(PEERS.get(0)).endorse(ATTACK, List.of());
        SignedOrder second = process(PEERS.get(2)).endorse(ATTACK, first.endorsements());
        assertThat(obeyed(second)).isEqualTo(ATTACK);
        Endorsement commander = second.endorsements().get(0);
        Endorsement third = second.endorsements().get(1);
        List<SignedOrder> forged = new ArrayList<>();
        // Another order, a signature of somebody else, of the wrong one last, no commander, one who signs twice, and
        // one who is told his own.
        forged.add(new SignedOrder(WAIT, second.endorsements()));
        forged.add(new SignedOrder(ATTACK, List.of(new Endorsement(PEERS.get(0), third.signature()), third)));
        forged.add(process(PEERS.get(1)).endorse(ATTACK, first.endorsements()));
        forged.add(new SignedOrder(ATTACK, List.of(third)));
        forged.add(process(PEERS.get(2)).endorse(ATTACK, second.endorsements()));
        forged.add(process(PEERS.get(2))
                .endorse(
                        ATTACK,
                        process(PEERS.get(3))
                                .endorse(ATTACK, first.endorsements())
                                .endorsements()));
        forged.add(new SignedOrder(ATTACK, List.of(commander, new Endorsement(PEERS.get(2), Bytes.ofUtf8("?")))));
        forged.add(new SignedOrder(ATTACK, List.of()));
        assertThat(forged).allSatisfy(order -> assertThat(obeyed(order)).isEqualTo(RETREAT));
    }

    @Test
    void anOrderOfAnotherAgreementIsNotBelieved() {
        SignedOrders elsewhere = new SignedOrders(
                "yesterday", PEERS.get(0), PEERS, PEERS.get(0), 2, RETREAT, signatures(PEERS.get(0), "yesterday"));
        SignedOrder old = elsewhere.endorse(ATTACK, List.of());
        SignedOrders p3 = process(PEERS.get(2));
        p3.end(1, List.of(new Received(PEERS.get(0), old)));
        assertThat(p3.outcome().value()).contains(RETREAT);
    }

    @Test
    void messagesAreThoseOfTheFormula() {
        for (int size = 2; size <= 7; size++) {
            for (int traitors = 0; traitors <= size - 2; traitors++) {
                LockStep<Bytes> steps = Generals.of(size, 1, ATTACK, Set.of(), (to, path, truth) -> truth)
                        .signed(traitors);
                steps.run();
                assertThat(steps.messagesByRound().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .as("N = %d, m = %d", size, traitors)
                        .isEqualTo(traitors == 0 ? size - 1 : (size - 1) * (size - 1));
            }
        }
    }

    @Test
    void aTraitorWithManyOrdersDoesNotMakeItMoreThanTheBound() {
        int size = 6;
        Choices choices = new Choices();
        Generals generals = Generals.of(
                size, 1, ATTACK, Set.of(1), (to, path, truth) -> Optional.of(Bytes.ofUtf8(to + "'s order")));
        LockStep<Bytes> steps = generals.signed(4);
        generals.check(steps.run(), choices);
        assertThat(steps.messagesByRound().stream().mapToInt(Integer::intValue).sum())
                .isLessThanOrEqualTo(size - 1 + 2 * (size - 1) * (size - 2));
    }

    @Test
    void traitorsOverLinksThatTakeTheirTimeCannotDivideTheOthers() {
        traitorsCannotDivideTheOthers(SimulatedAgreement.SEEDS, SignedGeneralsTest::withToySignatures);
    }

    @Test
    void traitorsCannotForgeRealSignatures() {
        traitorsCannotDivideTheOthers(
                REAL_SEEDS, (member, traitorsMax) -> ByzantineGenerals.algorithm(member, options(member, traitorsMax)));
    }

    private static RoundAlgorithm<Bytes> withToySignatures(Member member, int traitorsMax) {
        PeerId self = member.self();
        return new SignedOrders(
                member.group(), self, member.peers(), PeerId.of("p1"), traitorsMax, RETREAT, new ToySignatures(self));
    }

    private static void traitorsCannotDivideTheOthers(
            int seeds, BiFunction<Member, Integer, RoundAlgorithm<Bytes>> algorithm) {
        for (long seed = 1; seed <= seeds; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            int size = random.nextInt(3, 6);
            int traitorsMax = random.nextInt(1, size - 1);
            Set<PeerId> traitors = new HashSet<>();
            for (int i = 0; i < traitorsMax; i++) {
                traitors.add(PeerId.of("p" + random.nextInt(1, size + 1)));
            }
            Lie lie = (to, path, truth) ->
                    random.nextInt(3) == 0 ? Optional.of(WAIT) : random.nextBoolean() ? truth : Optional.empty();
            Function<Member, Agreement<Bytes>> join = member -> {
                RoundAlgorithm<Bytes> loyal = algorithm.apply(member, traitorsMax);
                return RoundAgreement.join(
                        member,
                        SimulatedAgreement.ROUNDS,
                        traitors.contains(member.self()) ? Traitor.lying(loyal, lie) : loyal);
            };
            try (var generals = new SimulatedAgreement<>(seed, size, join).start()) {
                loyalOnesAgree(generals, size, traitors, seed);
            }
        }
    }

    private static void loyalOnesAgree(SimulatedAgreement<Bytes> generals, int size, Set<PeerId> traitors, long seed) {
        generals.propose(1, ATTACK);
        for (int i = 2; i <= size; i++) {
            generals.await(i);
        }
        generals.run();
        Set<Bytes> decided = new HashSet<>();
        for (int i = 1; i <= size; i++) {
            if (!traitors.contains(generals.peer(i))) {
                Decision<Bytes> decision = generals.decision(i).orElseThrow();
                decided.add(decision.value());
                assertThat(decision.faultyCommanders())
                        .as("seed %d", seed)
                        .allMatch(report -> traitors.contains(report.commander()));
            }
        }
        assertThat(decided).as("seed %d", seed).hasSizeLessThan(2);
        assertThat(traitors.contains(generals.peer(1)) || decided.contains(ATTACK))
                .as("seed %d", seed)
                .isTrue();
    }

    @Test
    void keysThatDoNotFitAndTooFewGeneralsAreRefused() {
        try (var generals = new SimulatedAgreement<Bytes>(1, 1, member -> {
            throw new AssertionError("not started");
        })) {
            var node = generals.group.node(generals.peer(1));
            Member two = new Member("other", node.peer(), LockStep.peers(2), node.transport(), node.host());
            assertThatThrownBy(() -> ByzantineGenerals.join(two, options(two, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("signed messages with m = 1 need N >= m+2 = 3 processes, these are 2");
            ByzantineOptions stolen = ByzantineOptions.signed(PeerId.of("p1"), 0, RETREAT, keys(PeerId.of("p2")));
            assertThatThrownBy(() -> ByzantineGenerals.join(two, stolen))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not that of p1");
            Member six = new Member("other", node.peer(), LockStep.peers(6), node.transport(), node.host());
            assertThatThrownBy(() -> ByzantineGenerals.join(six, options(six, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a public key is needed of each");
            assertThat(keys(PeerId.of("p1"))).asString().doesNotContain("EdDSA");
        }
    }
}
