/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Rounds in the simulator, with messages, clocks and beginnings anywhere within their bounds, and then beyond. */
class RoundSynchroniserTest {
    private static final int SIZE = 4;
    private static final double DRIFT = 0.01;
    private static final Duration OFFSET = Duration.ofMillis(20);
    private static final int CHATTING = 6;

    /** With no more room than a task waits for its lane, so that the bounds are tight. */
    private static final Rounds DRIFTING = SimulatedAgreement.ROUNDS
            .withBounds(Duration.ofMillis(10), Duration.ofNanos(60_000))
            .withDriftMax(DRIFT);

    private static SimulatedAgreement<Bytes> group(long seed, Rounds rounds) {
        SynchronousOptions options = SynchronousOptions.of(3).withRounds(rounds);
        return new SimulatedAgreement<>(seed, SIZE, member -> SynchronousConsensus.join(member, options));
    }

    private static Instant wallAfter(Duration delay) {
        return Instant.ofEpochMilli(wallStart()).plus(delay);
    }

    /** What a wall clock shows that is right when a simulation begins. */
    private static long wallStart() {
        try (Simulation simulation = new Simulation(1)) {
            return simulation.node(LockStep.peers(1).get(0)).host().wallMillis();
        }
    }

    private static void drift(SimulatedAgreement<?> consensus, RandomGenerator random) {
        for (int i = 1; i <= SIZE; i++) {
            // The worst clocks are as likely as any.
            double share =
                    random.nextBoolean() ? random.nextDouble(-DRIFT, DRIFT) : random.nextBoolean() ? DRIFT : -DRIFT;
            consensus.group.node(consensus.peer(i)).clock().drift(share * 1e6);
        }
    }

    private static void proposeAll(SimulatedAgreement<Bytes> consensus) {
        for (int i = 1; i <= SIZE; i++) {
            consensus.propose(i, Bytes.ofUtf8("v" + i));
        }
    }

    private static long late(SimulatedAgreement<?> consensus) {
        long late = 0;
        for (int i = 1; i <= SIZE; i++) {
            late += consensus.process(i).lateMessages().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
        return late;
    }

    /** Half of the links as slow as they may be, the others anything up to that. */
    private static SimulatedAgreement<Integer> chatters(long seed, Rounds rounds, RandomGenerator random) {
        SimulatedAgreement<Integer> chatters = new SimulatedAgreement<>(
                seed, SIZE, member -> RoundAgreement.join(member, rounds, new Chatter(member, CHATTING)));
        LinkOptions slowest = LinkOptions.reliable().withDelay(rounds.delayMax(), Duration.ZERO);
        for (int from = 1; from <= SIZE; from++) {
            for (int to = 1; to <= SIZE; to++) {
                if (from != to && random.nextBoolean()) {
                    chatters.simulation.network().options(chatters.peer(from), chatters.peer(to), slowest);
                }
            }
        }
        return chatters;
    }

    private static void hearEverybodyInEveryRound(SimulatedAgreement<Integer> chatters, int first) {
        chatters.begin(first);
        for (int i = 1; i <= SIZE; i++) {
            if (i != first) {
                chatters.await(i);
            }
        }
        chatters.run();
        assertThat(late(chatters))
                .as("late, seed %d", chatters.simulation.seed())
                .isZero();
        assertThat(chatters.decided())
                .as("heard, seed %d", chatters.simulation.seed())
                .hasSize(SIZE)
                .containsOnly(CHATTING * (SIZE - 1));
    }

    @Test
    void withinTheBoundsNoMessageIsLateWhoeverBeginsTheRounds() {
        for (long seed = 1; seed <= SimulatedAgreement.SEEDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            Rounds rounds = DRIFTING.withLead(Duration.ofMillis(random.nextInt(3) * 20L));
            try (var chatters = chatters(seed, rounds, random)) {
                drift(chatters, random);
                chatters.start();
                hearEverybodyInEveryRound(chatters, random.nextInt(1, SIZE + 1));
            }
        }
    }

    @Test
    void withinTheBoundsNoMessageIsLateWhenTheMomentIsFixedAndWallClocksAreApart() {
        // Two clocks are apart by the whole offset at most; what they drift until the moment is in the 3 ms.
        Rounds fixed = DRIFTING.withMoment(wallAfter(Duration.ofMillis(100)), OFFSET.plusMillis(3));
        for (long seed = 1; seed <= SimulatedAgreement.SEEDS; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            try (var chatters = chatters(seed, fixed, random)) {
                for (int i = 1; i <= SIZE; i++) {
                    long offset = random.nextBoolean() ? OFFSET.toMillis() : random.nextLong(OFFSET.toMillis() + 1);
                    chatters.group
                            .node(chatters.peer(i))
                            .clock()
                            .stepWall(Duration.ofMillis(random.nextBoolean() ? 0 : offset));
                }
                drift(chatters, random);
                chatters.start();
                hearEverybodyInEveryRound(chatters, 1);
                // Nothing is said to begin.
                assertThat(chatters.simulation.network().sent())
                        .as("seed %d", seed)
                        .isEqualTo((long) CHATTING * SIZE * (SIZE - 1));
            }
        }
    }

    @Test
    void theInitiatorMayCrashWhileItTellsTheOthersToStart() {
        for (int effects = 1; effects < 12; effects++) {
            try (var consensus = group(1, SimulatedAgreement.ROUNDS).start()) {
                consensus.propose(1, Bytes.ofUtf8("v1"));
                for (int i = 2; i <= SIZE; i++) {
                    consensus.await(i);
                }
                consensus.group.node(consensus.peer(1)).crashAfterEffects(effects);
                consensus.run();
                boolean isHeard = consensus.simulation.network().sent() > 0;
                for (int i = 2; i <= SIZE; i++) {
                    // All have begun, or none has. Who never heard the value has nothing to decide on.
                    assertThat(consensus.outcome(i).isDone())
                            .as("crash after %d", effects)
                            .isEqualTo(isHeard);
                }
            }
        }
    }

    @Test
    void messagesThatTakeLongerThanTheBoundAreCountedAsFaultsAndLeaveTheProcessesApart() {
        try (var consensus = group(1, SimulatedAgreement.ROUNDS).start()) {
            for (int i = 2; i <= SIZE; i++) {
                consensus
                        .simulation
                        .network()
                        .options(
                                consensus.peer(1),
                                consensus.peer(i),
                                LinkOptions.reliable().withDelay(Duration.ofMillis(60), Duration.ZERO));
            }
            proposeAll(consensus);
            consensus.run();
            assertThat(consensus.process(2).lateMessages()).containsOnlyKeys(consensus.peer(1));
            assertThat(consensus.decision(2).orElseThrow().lateMessages().get(consensus.peer(1)))
                    .isPositive();
            assertThat(consensus.decided().stream().map(Bytes::toUtf8)).containsExactly("v1", "v2", "v2", "v2");
        }
    }

    @Test
    void wallClocksThatAreFartherApartThanTheBoundMakeMessagesLate() {
        Rounds fixed = SimulatedAgreement.ROUNDS.withMoment(wallAfter(Duration.ofMillis(200)), Duration.ofMillis(1));
        try (var consensus = group(1, fixed)) {
            consensus.group.node(consensus.peer(4)).clock().stepWall(Duration.ofMillis(-80));
            consensus.start();
            proposeAll(consensus);
            consensus.run();
            assertThat(consensus.process(1).lateMessages()).containsKey(consensus.peer(4));
        }
    }

    @Test
    void aProcessThatStandsStillGivesUpAndTheOthersDecide() {
        try (var consensus = group(1, SimulatedAgreement.ROUNDS).start()) {
            proposeAll(consensus);
            consensus.simulation.run(Duration.ofMillis(20));
            consensus.group.node(consensus.peer(2)).pause(Duration.ofMillis(60));
            consensus.run();
            assertThat(consensus.decided()).hasSize(3).containsOnly(Bytes.ofUtf8("v1"));
            assertThatThrownBy(() -> consensus.outcome(2).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(AgreementException.class)
                    .hasMessageContaining("more than the bound");
        }
    }

    @Test
    void whoIsClosedFailsWhatWaits() {
        try (var consensus = group(1, SimulatedAgreement.ROUNDS).start()) {
            proposeAll(consensus);
            consensus.simulation.run(Duration.ofMillis(1));
            var node = consensus.group.node(consensus.peer(1));
            node.run(() -> consensus.process(1).close());
            node.run(() -> consensus.process(1).close());
            assertThatThrownBy(() -> consensus.outcome(1).get()).hasMessageContaining("p1 was closed");
            consensus.propose(1, Bytes.EMPTY);
            consensus.run();
            assertThatThrownBy(() -> consensus.outcome(1).get()).hasMessageContaining("p1 was closed");
            assertThat(consensus.decided()).hasSize(3);
        }
    }

    @Test
    void aValueThatComesTooLateFailsEvenAfterTheDecision() {
        try (var consensus = group(1, SimulatedAgreement.ROUNDS).start()) {
            consensus.propose(1, Bytes.ofUtf8("v1"));
            consensus.await(2);
            consensus.await(3);
            consensus.await(4);
            consensus.run();
            assertThat(consensus.decided()).hasSize(4);
            consensus.propose(2, Bytes.EMPTY);
            consensus.run();
            assertThatThrownBy(() -> consensus.outcome(2).get())
                    .hasCauseInstanceOf(AgreementException.class)
                    .hasMessageContaining("has begun without a value");
        }
    }

    @Test
    void aMomentThatIsPastIsRefused() {
        Rounds past = SimulatedAgreement.ROUNDS.withMoment(wallAfter(Duration.ofMillis(-1)), OFFSET);
        try (var consensus = group(1, past)) {
            assertThatThrownBy(consensus::start)
                    .hasRootCauseInstanceOf(IllegalArgumentException.class)
                    .hasStackTraceContaining("which is past");
        }
    }
}
