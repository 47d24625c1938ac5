/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import static io.consenso.coordination.agreement.Generals.ATTACK;
import static io.consenso.coordination.agreement.Generals.RETREAT;
import static io.consenso.coordination.agreement.Generals.WAIT;
import static io.consenso.coordination.agreement.Generals.WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.agreement.FaultyCommander.Reach;
import io.consenso.coordination.agreement.RoundAlgorithm.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** OM(m): Lamport, Shostak and Pease 1982, section 3. */
class OralGeneralsTest {
    /** What all do that one traitor can do among so many generals, and whoever it is; returns in how many runs. */
    private static long everyStrategyOfOneTraitor(int size) {
        long runs = 0;
        for (int traitor = 1; traitor <= size; traitor++) {
            for (Bytes order : List.of(ATTACK, RETREAT)) {
                Choices choices = new Choices();
                Generals generals =
                        Generals.of(size, 1, order, Set.of(traitor), (to, path, truth) -> choices.choose(WORDS));
                do {
                    generals.check(generals.oral(1).run(), choices);
                } while (choices.nextRun());
                runs += choices.runs();
            }
        }
        return runs;
    }

    @Test
    void oneTraitorOfFourCannotDivideTheOthersWhateverItDoes() {
        // The commander says 3 things, a lieutenant 2, and each has 3 words.
        assertThat(everyStrategyOfOneTraitor(4)).isEqualTo(2 * (27 + 3 * 9));
    }

    @Test
    void oneTraitorOfFiveOrSixCannotEither() {
        assertThat(everyStrategyOfOneTraitor(5)).isEqualTo(2 * (81 + 4 * 27));
        assertThat(everyStrategyOfOneTraitor(6)).isEqualTo(2 * (243 + 5 * 81));
    }

    /** A traitor that says anything at random, with words that are not even in the game. */
    private static Lie anything(RandomGenerator random) {
        List<Optional<Bytes>> words =
                List.of(Optional.of(ATTACK), Optional.of(RETREAT), Optional.of(WAIT), Optional.empty());
        double honesty = random.nextDouble();
        return (to, path, truth) -> random.nextDouble() < honesty ? truth : words.get(random.nextInt(words.size()));
    }

    @Test
    void twoTraitorsOfSevenCannotDivideTheOthers() {
        for (long seed = 1; seed <= SimulatedAgreement.SEEDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            Set<Integer> traitors = Set.of(random.nextInt(1, 4), random.nextInt(4, 8));
            Bytes order = random.nextBoolean() ? ATTACK : RETREAT;
            Generals generals = Generals.of(7, 1, order, traitors, anything(random));
            generals.check(generals.oral(2).run(), "seed " + seed);
        }
    }

    @Test
    void threeTraitorsOfTenCannotDivideTheOthers() {
        for (long seed = 1; seed <= 20; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            Generals generals = Generals.of(10, 1, ATTACK, Set.of(1, 4, 9), anything(random));
            generals.check(generals.oral(3).run(), "seed " + seed);
        }
    }

    private static Outcome<Bytes> outcome(Map<PeerId, Outcome<Bytes>> outcomes, PeerId peer) {
        return Objects.requireNonNull(outcomes.get(peer));
    }

    /** Section 2 of the paper: with three generals no solution bears one traitor. */
    @Test
    void oneTraitorOfThreeDividesTheLoyalOnes() {
        List<Bytes> obeyed = new ArrayList<>();
        for (Optional<Bytes> word : WORDS) {
            Generals generals = Generals.of(3, 1, ATTACK, Set.of(3), (to, path, truth) -> word);
            Map<PeerId, Outcome<Bytes>> outcomes = generals.oral(1).run();
            assertThat(outcome(outcomes, generals.commander()).value()).contains(ATTACK);
            obeyed.add(outcome(outcomes, generals.peers().get(1)).value().orElseThrow());
        }
        // The loyal commander attacks; the loyal lieutenant retreats when the traitor says so, or says nothing.
        assertThat(obeyed).containsExactly(ATTACK, RETREAT, RETREAT);
    }

    @Test
    void twoTraitorsOfSixDivideTheLoyalOnesAndTwoOfSevenDoNot() {
        for (int size : List.of(6, 7)) {
            Generals generals = Generals.of(size, 1, ATTACK, Set.of(5, 6), (to, path, truth) -> Optional.of(RETREAT));
            assertThat(generals.loyalLieutenants(generals.oral(2).run()))
                    .extracting(outcome -> outcome.value().orElseThrow())
                    .as("N = %d", size)
                    .hasSize(size - 3)
                    .containsOnly(size == 6 ? RETREAT : ATTACK);
        }
    }

    @Test
    void moreTraitorsThanRoundsWereMadeForDivideTheLoyalOnes() {
        int divided = 0;
        Choices choices = new Choices();
        Generals generals = Generals.of(5, 1, ATTACK, Set.of(1, 5), (to, path, truth) -> choices.choose(WORDS));
        do {
            divided += generals.holdsIc1(generals.oral(1).run()) ? 0 : 1;
        } while (choices.nextRun());
        assertThat(divided).isPositive();
    }

    @Test
    void aTieAndSilenceEndInTheDefaultOrder() {
        PeerId p2 = PeerId.of("p2");
        // N = 5: two lieutenants were told to attack, two to wait.
        Generals tie = Generals.of(
                5,
                1,
                ATTACK,
                Set.of(1),
                (to, path, truth) -> Optional.of(to.equals(p2) || to.equals(PeerId.of("p3")) ? ATTACK : WAIT));
        assertThat(tie.loyalLieutenants(tie.oral(1).run()))
                .extracting(outcome -> outcome.value().orElseThrow())
                .hasSize(4)
                .containsOnly(RETREAT);
        Generals silence = Generals.of(4, 1, ATTACK, Set.of(1), (to, path, truth) -> Optional.empty());
        assertThat(silence.loyalLieutenants(silence.oral(1).run()))
                .extracting(outcome -> outcome.value().orElseThrow())
                .hasSize(3)
                .containsOnly(RETREAT);
    }

    @Test
    void whatNobodyCouldRightlySayIsIgnored() {
        List<PeerId> peers = LockStep.peers(4);
        PeerId p1 = peers.get(0);
        PeerId p2 = peers.get(1);
        PeerId p3 = peers.get(2);
        OralTree tree = new OralTree(peers.get(3), peers, p1, 1);
        tree.hear(p1, said(ATTACK, p1));
        tree.hear(p1, said(RETREAT, p1));
        tree.hear(p2, said(ATTACK, p1, p2));
        List<List<PeerId>> impossible = List.of(
                List.of(p2, p3),
                List.of(p1, p2),
                List.of(p1, p1),
                List.of(p1, peers.get(3)),
                List.of(p1, PeerId.of("x")),
                List.of());
        for (List<PeerId> path : impossible) {
            tree.hear(p3, new AgreementMessage.OralOrder(path, Optional.of(RETREAT)));
        }
        // p3 has said nothing, and nothing else was believed: two of three voices.
        assertThat(tree.decision()).contains(ATTACK);
        tree.hear(p3, said(WAIT, p1, p3));
        assertThat(tree.faulty()).isEmpty();
    }

    private static AgreementMessage.OralOrder said(Bytes order, PeerId... path) {
        return new AgreementMessage.OralOrder(List.of(path), Optional.of(order));
    }

    /** With two orders and four generals one of the orders always has two voices; it takes silence, or a third order, to prove anything to all. */
    @Test
    void aCommanderIsProvenFaultyToAllExactlyWhenNoOrderHasEnoughVoices() {
        Choices choices = new Choices();
        Set<Reach> seen = new HashSet<>();
        do {
            List<Optional<Bytes>> told = List.of(choices.choose(WORDS), choices.choose(WORDS), choices.choose(WORDS));
            Generals generals = Generals.of(
                    4,
                    1,
                    ATTACK,
                    Set.of(1),
                    (to, path, truth) -> told.get(to.value().charAt(1) - '2'));
            List<Reach> reaches = generals.reaches(generals.oral(1).run()).toList();
            long most = WORDS.stream()
                    .filter(Optional::isPresent)
                    .mapToLong(word -> told.stream().filter(word::equals).count())
                    .max()
                    .orElseThrow();
            List<Reach> expected = most == 3
                    ? List.of()
                    : most == 2 ? List.of(Reach.THIS_PROCESS) : List.of(Reach.EVERYONE, Reach.EVERYONE, Reach.EVERYONE);
            assertThat(reaches).as("told %s", told).isEqualTo(expected);
            seen.addAll(reaches);
        } while (choices.nextRun());
        assertThat(seen).containsExactlyInAnyOrder(Reach.values());
    }

    @Test
    void withoutTraitorsAnOrderThatIsMissingIsSeenByWhoMissesIt() {
        Generals generals = Generals.of(
                3, 1, ATTACK, Set.of(1), (to, path, truth) -> to.equals(PeerId.of("p2")) ? Optional.empty() : truth);
        Map<PeerId, Outcome<Bytes>> outcomes = generals.oral(0).run();
        assertThat(generals.reaches(outcomes)).containsExactly(Reach.THIS_PROCESS);
        assertThat(outcome(outcomes, PeerId.of("p2")).faulty()).hasSize(1);
    }

    @Test
    void messagesAreThoseOfTheFormula() {
        for (int traitors = 0; traitors <= 2; traitors++) {
            for (int size = 3 * traitors + 1; size <= 8; size++) {
                LockStep<Bytes> steps = Generals.of(size, 1, ATTACK, Set.of(), (to, path, truth) -> truth)
                        .oral(traitors);
                steps.run();
                List<Integer> formula = new ArrayList<>();
                int product = 1;
                for (int level = 1; level <= traitors + 1; level++) {
                    product *= size - level;
                    formula.add(product);
                }
                assertThat(steps.messagesByRound())
                        .as("N = %d, m = %d", size, traitors)
                        .isEqualTo(formula);
            }
        }
    }

    private static ByzantineOptions options(int commander, int traitorsMax) {
        return ByzantineOptions.oral(PeerId.of("p" + commander), traitorsMax, RETREAT)
                .withRounds(SimulatedAgreement.ROUNDS);
    }

    private static boolean isOneOf(Set<Integer> traitors, Member member) {
        return traitors.contains(Integer.parseInt(member.self().value().substring(1)));
    }

    @Test
    void fourGeneralsObeyOverLinks() {
        try (var generals =
                new SimulatedAgreement<>(1, 4, member -> ByzantineGenerals.join(member, options(1, 1))).start()) {
            generals.propose(1, ATTACK);
            List.of(2, 3, 4).forEach(generals::await);
            generals.run();
            assertThat(generals.decided()).hasSize(4).containsOnly(ATTACK);
            assertThat(generals.messagesSent()).isEqualTo(3 + 3 * 2);
            assertThat(generals.simulation.network().sent()).isEqualTo(3 + 3 * 2 + 4 * 3);
        }
    }

    @Test
    void traitorsOverLinksThatTakeTheirTimeCannotDivideTheOthers() {
        for (long seed = 1; seed <= SimulatedAgreement.SEEDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            int traitorsMax = random.nextInt(4) == 0 ? 2 : 1;
            int size = 3 * traitorsMax + 1 + (traitorsMax == 1 ? random.nextInt(3) : 0);
            Set<Integer> traitors = new HashSet<>();
            for (int i = 0; i < traitorsMax; i++) {
                traitors.add(random.nextInt(1, size + 1));
            }
            Lie lie = anything(random);
            try (var generals = new SimulatedAgreement<>(
                            seed,
                            size,
                            member -> isOneOf(traitors, member)
                                    ? Traitor.join(member, options(1, traitorsMax), lie)
                                    : ByzantineGenerals.join(member, options(1, traitorsMax)))
                    .start()) {
                loyalOnesAgree(generals, size, traitors, seed);
            }
        }
    }

    private static void loyalOnesAgree(SimulatedAgreement<Bytes> generals, int size, Set<Integer> traitors, long seed) {
        generals.propose(1, ATTACK);
        for (int i = 2; i <= size; i++) {
            generals.await(i);
        }
        generals.run();
        Set<Bytes> decided = new HashSet<>();
        for (int i = 1; i <= size; i++) {
            if (!traitors.contains(i)) {
                Decision<Bytes> decision = generals.decision(i).orElseThrow();
                decided.add(decision.value());
                assertThat(decision.lateMessages()).as("seed %d", seed).isEmpty();
                assertThat(decision.faultyCommanders()).as("seed %d", seed).allMatch(report -> traitors.contains(1));
            }
        }
        assertThat(decided).as("seed %d", seed).hasSize(1);
        assertThat(traitors.contains(1) || decided.contains(ATTACK))
                .as("seed %d", seed)
                .isTrue();
    }

    @Test
    void aCommanderThatCrashesInTheMiddleOfItsOrderIsOneTraitor() {
        for (int effects = 0; effects < 20; effects++) {
            try (var generals =
                    new SimulatedAgreement<>(1, 4, member -> ByzantineGenerals.join(member, options(1, 1))).start()) {
                generals.propose(1, ATTACK);
                List.of(2, 3, 4).forEach(generals::begin);
                generals.group.node(generals.peer(1)).crashAfterEffects(effects);
                generals.run();
                assertThat(new HashSet<>(generals.decided()))
                        .as("crash after %d", effects)
                        .hasSize(1);
            }
        }
    }

    @Test
    void lieutenantsNeedNotWaitForACommanderThatDoesNotBegin() {
        try (var generals =
                new SimulatedAgreement<>(1, 4, member -> ByzantineGenerals.join(member, options(1, 1))).start()) {
            List.of(1, 3, 4).forEach(generals::await);
            generals.begin(2);
            generals.run();
            assertThat(generals.decided()).hasSize(4).containsOnly(RETREAT);
            assertThat(generals.decision(2).orElseThrow().faultyCommanders())
                    .extracting(FaultyCommander::reach)
                    .containsExactly(Reach.EVERYONE);
        }
    }

    /** The commander is proven faulty, so the next one commands, in an agreement of its own. */
    @Test
    void aProvenCommanderIsReplacedAndTheGeneralsStartAgain() {
        List<Optional<Bytes>> words = List.of(Optional.of(ATTACK), Optional.of(RETREAT), Optional.of(WAIT));
        Lie everyoneElse =
                (to, path, truth) -> path.size() == 1 ? words.get(to.value().charAt(1) - '2') : truth;
        PeerId faulty;
        try (var generals = new SimulatedAgreement<>(
                        1,
                        4,
                        member -> isOneOf(Set.of(1), member)
                                ? Traitor.join(member, options(1, 1), everyoneElse)
                                : ByzantineGenerals.join(member, options(1, 1)))
                .start()) {
            generals.propose(1, ATTACK);
            List.of(2, 3, 4).forEach(generals::await);
            generals.run();
            Set<FaultyCommander> reports = new HashSet<>();
            List.of(2, 3, 4)
                    .forEach(i ->
                            reports.addAll(generals.decision(i).orElseThrow().faultyCommanders()));
            FaultyCommander report = reports.iterator().next();
            assertThat(reports).hasSize(1);
            assertThat(report.reach()).isEqualTo(Reach.EVERYONE);
            assertThat(report.evidence()).isEmpty();
            faulty = report.commander();
        }
        assertThat(faulty).isEqualTo(PeerId.of("p1"));
        ByzantineOptions next = options(1, 1).withCommander(PeerId.of("p2"));
        try (var generals = new SimulatedAgreement<>(2, 4, member -> ByzantineGenerals.join(member, next)).start()) {
            generals.propose(2, WAIT);
            List.of(1, 3, 4).forEach(generals::await);
            generals.run();
            assertThat(generals.decided()).hasSize(4).containsOnly(WAIT);
        }
    }

    @Test
    void onlyTheCommanderProposes() {
        try (var generals =
                new SimulatedAgreement<>(1, 4, member -> ByzantineGenerals.join(member, options(1, 1))).start()) {
            generals.propose(2, ATTACK);
            generals.run();
            assertThatThrownBy(() -> generals.outcome(2).get())
                    .hasCauseInstanceOf(AgreementException.class)
                    .hasMessageContaining("p1 gives the order");
        }
    }

    @Test
    void tooFewGeneralsAreRefused() {
        try (var generals = new SimulatedAgreement<Bytes>(1, 6, member -> {
            throw new AssertionError("not started");
        })) {
            var node = generals.group.node(generals.peer(1));
            for (int size : List.of(3, 6)) {
                Member member = new Member("other", node.peer(), LockStep.peers(size), node.transport(), node.host());
                assertThatThrownBy(() -> ByzantineGenerals.join(member, options(1, size / 3)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                                "oral messages with m = %d need N >= 3m+1 = %d processes, these are %d",
                                size / 3, size + 1, size);
                assertThatThrownBy(() -> Traitor.join(member, options(1, size / 3), (to, path, truth) -> truth))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> ByzantineGenerals.join(member, options(9, 0)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("p9 is not among");
            }
            assertThatThrownBy(() -> options(1, -1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
