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
import io.consenso.coordination.agreement.RoundAlgorithm.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Pease, Shostak and Lamport 1980: every right process computes the same vector, and a right process's entry is its value. */
class InteractiveConsistencyTest {
    private static final Bytes MISSING = Bytes.ofUtf8("-");
    private static final List<Optional<Bytes>> WORDS =
            List.of(Optional.of(Bytes.ofUtf8("x")), Optional.of(Bytes.ofUtf8("y")), Optional.empty());

    private static ConsistencyOptions options(int traitorsMax) {
        return ConsistencyOptions.of(traitorsMax).withDefaultValue(MISSING).withRounds(SimulatedAgreement.ROUNDS);
    }

    private static Bytes valueOf(PeerId peer) {
        return Bytes.ofUtf8("value of " + peer);
    }

    private static LockStep<Map<PeerId, Bytes>> steps(int size, int traitorsMax, Set<PeerId> traitors, Lie lie) {
        List<PeerId> peers = LockStep.peers(size);
        LockStep<Map<PeerId, Bytes>> steps = new LockStep<>(peers, peer -> {
            OralVector right = new OralVector(peer, peers, traitorsMax, MISSING);
            return traitors.contains(peer) ? Traitor.lying(right, lie) : right;
        });
        peers.forEach(peer -> steps.process(peer).propose(valueOf(peer)));
        return steps;
    }

    /** Whether all right ones have the same vector, with the values of the right ones in it, and accuse traitors only. */
    private static boolean isConsistent(Map<PeerId, Outcome<Map<PeerId, Bytes>>> outcomes, Set<PeerId> traitors) {
        Set<Map<PeerId, Bytes>> vectors = new HashSet<>();
        outcomes.forEach((peer, outcome) -> {
            if (!traitors.contains(peer)) {
                vectors.add(outcome.value().orElseThrow());
                outcome.faulty().forEach(report -> assertThat(traitors).contains(report.commander()));
            }
        });
        return vectors.size() == 1
                && vectors.iterator().next().entrySet().stream()
                        .allMatch(entry -> traitors.contains(entry.getKey())
                                || entry.getValue().equals(valueOf(entry.getKey())));
    }

    @Test
    void everybodyKnowsEverybodysValue() {
        try (var vector =
                new SimulatedAgreement<>(1, 4, member -> InteractiveConsistency.join(member, options(1))).start()) {
            for (int i = 1; i <= 4; i++) {
                vector.propose(i, valueOf(vector.peer(i)));
            }
            vector.run();
            assertThat(vector.decided()).hasSize(4).allSatisfy(decided -> {
                assertThat(decided.keySet()).containsExactlyElementsOf(vector.group.peers());
                decided.forEach((peer, value) -> assertThat(value).isEqualTo(valueOf(peer)));
            });
            assertThat(vector.messagesSent()).isEqualTo(4 * (3 + 3 * 2));
        }
    }

    @Test
    void whoHasNoValueHasTheDefaultInTheVector() {
        try (var vector =
                new SimulatedAgreement<>(1, 4, member -> InteractiveConsistency.join(member, options(1))).start()) {
            for (int i = 1; i <= 3; i++) {
                vector.propose(i, valueOf(vector.peer(i)));
            }
            vector.await(4);
            vector.run();
            assertThat(new HashSet<>(vector.decided())).hasSize(1);
            assertThat(vector.decided().get(0)).containsEntry(vector.peer(4), MISSING);
            assertThat(vector.decision(1).orElseThrow().faultyCommanders())
                    .extracting(FaultyCommander::commander)
                    .containsExactly(vector.peer(4));
        }
    }

    /** It tells its own value to three, and what it heard of three to two others each. */
    @Test
    void oneTraitorOfFourCannotMakeVectorsDifferWhateverItDoes() {
        Choices lies = new Choices();
        everyStrategyFails(
                lies, (to, path, truth) -> lies.choose(path.size() == 1 ? WORDS : List.of(truth, WORDS.get(0))));
        assertThat(lies.runs()).isEqualTo(27 * 64);
        Choices gaps = new Choices();
        everyStrategyFails(
                gaps,
                (to, path, truth) ->
                        path.size() == 1 ? gaps.choose(WORDS) : gaps.choose(List.of(WORDS.get(0), Optional.empty())));
        assertThat(gaps.runs()).isEqualTo(27 * 64);
    }

    private static void everyStrategyFails(Choices choices, Lie lie) {
        Set<PeerId> traitor = Set.of(PeerId.of("p2"));
        do {
            assertThat(isConsistent(steps(4, 1, traitor, lie).run(), traitor))
                    .as("%s", choices)
                    .isTrue();
        } while (choices.nextRun());
    }

    @Test
    void oneTraitorOfThreeMakesThemDiffer() {
        Set<PeerId> traitor = Set.of(PeerId.of("p2"));
        Choices choices = new Choices();
        int differing = 0;
        do {
            differing += isConsistent(
                            steps(3, 1, traitor, (to, path, truth) -> choices.choose(WORDS))
                                    .run(),
                            traitor)
                    ? 0
                    : 1;
        } while (choices.nextRun());
        assertThat(differing).isPositive();
    }

    @Test
    void traitorsOverLinksThatTakeTheirTimeCannotMakeVectorsDiffer() {
        for (long seed = 1; seed <= SimulatedAgreement.SEEDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            int traitorsMax = random.nextInt(20) == 0 ? 2 : 1;
            int size = 3 * traitorsMax + 1 + (traitorsMax == 1 ? random.nextInt(2) : 0);
            Set<PeerId> traitors = new HashSet<>();
            for (int i = 0; i < traitorsMax; i++) {
                traitors.add(PeerId.of("p" + random.nextInt(1, size + 1)));
            }
            Lie lie = (to, path, truth) -> random.nextBoolean() ? truth : WORDS.get(random.nextInt(WORDS.size()));
            try (var vector = new SimulatedAgreement<>(
                            seed,
                            size,
                            member -> traitors.contains(member.self())
                                    ? Traitor.join(member, options(traitorsMax), lie)
                                    : InteractiveConsistency.join(member, options(traitorsMax)))
                    .start()) {
                rightOnesAgree(vector, traitors, seed);
            }
        }
    }

    private static void rightOnesAgree(SimulatedAgreement<Map<PeerId, Bytes>> vector, Set<PeerId> traitors, long seed) {
        int size = vector.group.peers().size();
        for (int i = 1; i <= size; i++) {
            vector.propose(i, valueOf(vector.peer(i)));
        }
        vector.run();
        Set<Map<PeerId, Bytes>> vectors = new HashSet<>();
        for (int i = 1; i <= size; i++) {
            if (!traitors.contains(vector.peer(i))) {
                Decision<Map<PeerId, Bytes>> decision = vector.decision(i).orElseThrow();
                vectors.add(decision.value());
                assertThat(decision.lateMessages()).as("seed %d", seed).isEmpty();
            }
        }
        assertThat(vectors).as("seed %d", seed).hasSize(1);
        vectors.iterator()
                .next()
                .forEach((peer, value) -> assertThat(traitors.contains(peer) || value.equals(valueOf(peer)))
                        .as("seed %d, %s", seed, peer)
                        .isTrue());
    }

    @Test
    void messagesAreNTimesThoseOfOneCommander() {
        for (int traitors = 0; traitors <= 2; traitors++) {
            int size = 3 * traitors + 2;
            LockStep<Map<PeerId, Bytes>> steps = steps(size, traitors, Set.of(), (to, path, truth) -> truth);
            steps.run();
            int product = size;
            for (int round = 1; round <= traitors + 1; round++) {
                product *= size - round;
                assertThat(steps.messagesByRound().get(round - 1))
                        .as("m = %d", traitors)
                        .isEqualTo(product);
            }
        }
    }

    @Test
    void tooFewProcessesAreRefused() {
        try (var vector = new SimulatedAgreement<Map<PeerId, Bytes>>(1, 1, member -> {
            throw new AssertionError("not started");
        })) {
            var node = vector.group.node(vector.peer(1));
            Member three = new Member("other", node.peer(), LockStep.peers(3), node.transport(), node.host());
            assertThatThrownBy(() -> InteractiveConsistency.join(three, options(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("interactive consistency with m = 1 needs N >= 3m+1 = 4 processes, these are 3");
            assertThatThrownBy(() -> Traitor.join(three, options(1), (to, path, truth) -> truth))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> options(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
