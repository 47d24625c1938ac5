/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.testkit.simulation.FrameFilter.Verdict;
import io.consenso.testkit.simulation.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SynchronousConsensusTest {
    private static SynchronousOptions options(int crashesMax) {
        return SynchronousOptions.of(crashesMax).withRounds(SimulatedAgreement.ROUNDS);
    }

    private static SimulatedAgreement<Bytes> group(long seed, int size, SynchronousOptions options) {
        return new SimulatedAgreement<>(seed, size, member -> SynchronousConsensus.join(member, options)).start();
    }

    private static Bytes value(String text) {
        return Bytes.ofUtf8(text);
    }

    private static void proposeOwn(SimulatedAgreement<Bytes> consensus) {
        for (int i = 1; i <= consensus.group.peers().size(); i++) {
            consensus.propose(i, value("v" + i));
        }
    }

    @Test
    void everyProcessIsUndecidedFirstAndDecidesTheSmallestValueInTheEnd() {
        try (var consensus = group(1, 4, options(1))) {
            proposeOwn(consensus);
            assertThat(consensus.process(1).isDecided()).isFalse();
            consensus.run();
            assertThat(consensus.process(1).isDecided()).isTrue();
            assertThat(consensus.decided()).containsExactly(value("v1"), value("v1"), value("v1"), value("v1"));
            assertThat(consensus.decision(2).orElseThrow().rounds()).isEqualTo(2);
        }
    }

    @Test
    void theMajorityIsDecidedWhereItIsMeant() {
        try (var consensus = group(1, 5, options(2).withAggregation(Aggregation.majority()))) {
            consensus.propose(1, value("b"));
            consensus.propose(2, value("c"));
            consensus.propose(3, value("a"));
            consensus.propose(4, value("c"));
            consensus.propose(5, value("c"));
            consensus.run();
            assertThat(consensus.decided()).hasSize(5).containsOnly(value("c"));
        }
    }

    @Test
    void withoutAMajorityTheSmallestIsDecided() {
        try (var consensus = group(1, 3, options(1).withAggregation(Aggregation.majority()))) {
            proposeOwn(consensus);
            consensus.run();
            assertThat(consensus.decided()).hasSize(3).containsOnly(value("v1"));
        }
    }

    @Test
    void aFunctionOfOnesOwnDecides() {
        Aggregation union = Aggregation.ofSet("union", Bytes::concat);
        try (var consensus = group(1, 3, options(1).withAggregation(union))) {
            proposeOwn(consensus);
            consensus.run();
            assertThat(consensus.decided()).hasSize(3).containsOnly(value("v1v2v3"));
        }
    }

    @Test
    void whatDidNotProposeTakesPartWithoutAValue() {
        try (var consensus = group(1, 3, options(1))) {
            consensus.await(1);
            consensus.propose(2, value("v2"));
            consensus.await(3);
            consensus.run();
            assertThat(consensus.decided()).hasSize(3).containsOnly(value("v2"));
        }
    }

    @Test
    void whereNobodyProposesNobodyDecides() {
        try (var consensus = group(1, 3, options(1))) {
            consensus.begin(1);
            consensus.await(2);
            consensus.await(3);
            consensus.run();
            assertThat(consensus.decided()).isEmpty();
            assertThat(consensus.outcome(2)).isCompletedExceptionally();
        }
    }

    @Test
    void tooFewProcessesAreRefused() {
        try (var one = new SimulatedAgreement<Bytes>(1, 1, member -> {
            throw new AssertionError("not started");
        })) {
            Member alone = member(one, 1);
            Member pair = member(one, 2);
            assertThatThrownBy(() -> SynchronousConsensus.join(alone, options(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("N >= f+1 = 2 processes, these are 1");
            assertThatThrownBy(
                            () -> SynchronousConsensus.join(pair, options(1).withAggregation(Aggregation.majority())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("majority with f = 1 needs N >= 2f+1 = 3 processes, these are 2");
            assertThatThrownBy(() -> options(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Member member(SimulatedAgreement<Bytes> in, int size) {
        var node = in.group.node(in.peer(1));
        return new Member("other", node.peer(), LockStep.peers(size), node.transport(), node.host());
    }

    /** Lynch, section 6.2: agreement, validity, termination, with up to f crashes at any moment. */
    @Test
    void upToFCrashesAtAnyMomentLeaveTheOthersAgreed() {
        int crashed = 0;
        Set<Bytes> smallestLost = new HashSet<>();
        for (long seed = 1; seed <= SimulatedAgreement.SEEDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            int size = random.nextInt(2, 7);
            int crashesMax = random.nextInt(1, size);
            Aggregation aggregation =
                    size > 2 * crashesMax && random.nextBoolean() ? Aggregation.majority() : Aggregation.minimum();
            try (var consensus = group(seed, size, options(crashesMax).withAggregation(aggregation))) {
                proposeOwn(consensus);
                consensus.checkAgreementAtEveryEvent();
                List<Integer> crashing = new ArrayList<>();
                for (int i = 0; i < crashesMax; i++) {
                    int victim = random.nextInt(1, size + 1);
                    crashing.add(victim);
                    consensus.group.node(consensus.peer(victim)).crashAfterEffects(random.nextInt(6 * size));
                }
                consensus.run();
                crashed += agreedDespite(consensus, size, crashing, seed);
                consensus.decided().stream().filter(v -> !v.equals(value("v1"))).forEach(smallestLost::add);
            }
        }
        // The crashes have happened, and some early enough to take the smallest value with them.
        assertThat(crashed).isGreaterThan(SimulatedAgreement.SEEDS / 4);
        assertThat(smallestLost).isNotEmpty();
    }

    private static int agreedDespite(SimulatedAgreement<Bytes> consensus, int size, List<Integer> crashing, long seed) {
        int crashed = 0;
        for (int i = 1; i <= size; i++) {
            boolean isUp = consensus.group.node(consensus.peer(i)).isUp();
            crashed += isUp ? 0 : 1;
            assertThat(isUp || crashing.contains(i)).as("seed %d", seed).isTrue();
            if (isUp) {
                Optional<Decision<Bytes>> decision = consensus.decision(i);
                assertThat(decision).as("seed %d, p%d", seed, i).isPresent();
                assertThat(decision.orElseThrow().value().toUtf8())
                        .as("seed %d", seed)
                        .matches("v[1-6]");
                assertThat(decision.orElseThrow().lateMessages())
                        .as("seed %d", seed)
                        .isEmpty();
            }
        }
        return crashed;
    }

    /** Runs with that many rounds, p1 and so on crashing after so many effects, and returns what the others decide. */
    private static Set<Bytes> decisions(long seed, int size, int rounds, List<Integer> effects) {
        Function<Member, Agreement<Bytes>> join = member -> RoundAgreement.join(
                member, SimulatedAgreement.ROUNDS, new Flooding(member, rounds, Aggregation.minimum()));
        try (var consensus = new SimulatedAgreement<>(seed, size, join).start()) {
            proposeOwn(consensus);
            for (int i = 0; i < effects.size(); i++) {
                consensus.group.node(consensus.peer(i + 1)).crashAfterEffects(effects.get(i));
            }
            consensus.run();
            return new HashSet<>(consensus.decided());
        }
    }

    @Test
    void withOnlyFRoundsACrashInTheMiddleOfAMulticastMakesThemDisagree() {
        List<Integer> disagreeing = new ArrayList<>();
        for (int effects = 0; effects < 20; effects++) {
            assertThat(decisions(1, 3, 2, List.of(effects)))
                    .as("f+1 rounds, crash after %d", effects)
                    .hasSize(1);
            if (decisions(1, 3, 1, List.of(effects)).size() > 1) {
                disagreeing.add(effects);
            }
        }
        // Exactly one point: after the first of its two messages of the only round.
        assertThat(disagreeing).hasSize(1);
    }

    @Test
    void withOnlyFRoundsAChainOfTwoCrashesMakesThemDisagree() {
        int disagreements = 0;
        for (int first = 0; first < 16; first++) {
            for (int second = 0; second < 24; second++) {
                List<Integer> effects = List.of(first, second);
                assertThat(decisions(1, 4, 3, effects))
                        .as("f+1 rounds, crashes %s", effects)
                        .hasSize(1);
                disagreements += decisions(1, 4, 2, effects).size() > 1 ? 1 : 0;
            }
        }
        assertThat(disagreements).isPositive();
    }

    @Test
    void whoseMessagesAreLostCountsAsCrashed() {
        int lost = 0;
        for (long seed = 1; seed <= SimulatedAgreement.SEEDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            int size = random.nextInt(2, 6);
            int crashesMax = random.nextInt(1, size);
            try (var consensus = group(seed, size, options(crashesMax))) {
                Set<PeerId> losing = new HashSet<>();
                for (int i = 0; i < crashesMax; i++) {
                    losing.add(consensus.peer(random.nextInt(1, size + 1)));
                }
                consensus
                        .simulation
                        .network()
                        .filter((from, to, name, frame) ->
                                losing.contains(from) && random.nextBoolean() ? Verdict.DROP : Verdict.DELIVER);
                proposeOwn(consensus);
                consensus.run();
                lost += consensus.simulation.network().lost(SimulatedNetwork.Loss.FILTERED) > 0 ? 1 : 0;
                assertThat(decisionsOfAllBut(losing, consensus))
                        .as("seed %d", seed)
                        .hasSizeLessThan(2);
            }
        }
        assertThat(lost).isGreaterThan(SimulatedAgreement.SEEDS / 2);
    }

    private static Set<Bytes> decisionsOfAllBut(Set<PeerId> some, SimulatedAgreement<Bytes> consensus) {
        Set<Bytes> decisions = new HashSet<>();
        for (int i = 1; i <= consensus.group.peers().size(); i++) {
            if (!some.contains(consensus.peer(i))) {
                decisions.add(consensus.decision(i).orElseThrow().value());
            }
        }
        return decisions;
    }

    @Test
    void messagesOfMoreThanFProcessesLostMakeThemDisagree() {
        try (var consensus = group(1, 3, options(1))) {
            consensus.simulation.network().cutOneWay(consensus.peer(1), consensus.peer(2));
            consensus.simulation.network().cutOneWay(consensus.peer(3), consensus.peer(2));
            consensus.propose(1, value("v1"));
            consensus.propose(2, value("v2"));
            consensus.propose(3, value("v3"));
            consensus.run();
            assertThat(consensus.decided()).containsExactly(value("v1"), value("v2"), value("v1"));
        }
    }

    /** What every process proposes that does not crash is to be decided; with N = 2f it is only half of the proposals. */
    @Test
    void withHalfOfTheProcessesCrashingTheMajorityOfTheOthersIsNotDecided() {
        assertThat(decisionsOfTheOthers(5)).containsExactly(value("b"));
        assertThat(decisionsOfTheOthers(4)).containsExactly(value("a"));
    }

    /** f = 2: p1 and p2 propose "a" and crash, the others propose "b". */
    private static Set<Bytes> decisionsOfTheOthers(int size) {
        Function<Member, Agreement<Bytes>> join = member ->
                RoundAgreement.join(member, SimulatedAgreement.ROUNDS, new Flooding(member, 3, Aggregation.majority()));
        try (var consensus = new SimulatedAgreement<>(1, size, join).start()) {
            for (int i = 1; i <= size; i++) {
                consensus.propose(i, value(i <= 2 ? "a" : "b"));
            }
            consensus.simulation.run(Duration.ofMillis(40));
            consensus.group.crash(consensus.peer(1));
            consensus.group.crash(consensus.peer(2));
            consensus.run();
            assertThat(consensus.decided()).hasSize(size - 2);
            return new HashSet<>(consensus.decided());
        }
    }

    @Test
    void messagesAreThoseOfTheFormula() {
        for (int size = 2; size <= 6; size++) {
            for (int crashesMax = 0; crashesMax < size; crashesMax++) {
                try (var consensus = group(1, size, options(crashesMax))) {
                    proposeOwn(consensus);
                    consensus.run();
                    int multicast = size * (size - 1);
                    assertThat(consensus.messagesSent())
                            .as("N = %d, f = %d", size, crashesMax)
                            .isEqualTo((long) multicast * Math.min(2, crashesMax + 1));
                    // The beginning costs one more.
                    assertThat(consensus.simulation.network().sent()).isEqualTo(consensus.messagesSent() + multicast);
                }
            }
        }
    }

    @Test
    void crashesNeverMakeItMoreThanTheBound() {
        for (int effects = 0; effects < 30; effects++) {
            try (var consensus = group(effects, 4, options(3))) {
                proposeOwn(consensus);
                consensus.group.node(consensus.peer(2)).crashAfterEffects(effects);
                consensus.run();
                assertThat(consensus.simulation.network().sent()).isLessThanOrEqualTo((3 + 1 + 1) * 4 * 3);
            }
        }
    }

    @Test
    void whoComesBackAfterACrashDoesNotDisturbTheOthers() {
        try (var consensus = group(1, 4, options(1))) {
            proposeOwn(consensus);
            consensus.simulation.run(Duration.ofMillis(30));
            consensus.group.crash(consensus.peer(1));
            consensus.group.restart(consensus.peer(1));
            consensus.simulation.run(Duration.ofMillis(1));
            consensus.propose(1, value("other"));
            consensus.run();
            assertThat(List.of(2, 3, 4))
                    .allSatisfy(
                            i -> assertThat(consensus.decision(i).orElseThrow().value())
                                    .isEqualTo(value("v1")));
        }
    }
}
