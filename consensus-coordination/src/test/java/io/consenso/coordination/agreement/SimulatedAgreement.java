/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedGroup;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A group in the simulator, on links that keep the bound in all ways that they may, and what its processes decide. */
final class SimulatedAgreement<V> implements AutoCloseable {
    static final int SEEDS = Integer.getInteger("consenso.seeds", 1000);
    static final Rounds ROUNDS = Rounds.defaults()
            .withBounds(Duration.ofMillis(10), Duration.ofMillis(1))
            .withLead(Duration.ofMillis(5));
    static final Duration LONG = Duration.ofSeconds(5);

    final Simulation simulation;
    final SimulatedGroup<Agreement<V>> group;
    private final Map<PeerId, CompletableFuture<Decision<V>>> outcomes = new LinkedHashMap<>();

    SimulatedAgreement(long seed, int size, Function<Member, Agreement<V>> join) {
        simulation = new Simulation(seed);
        simulation.network().options(within(Duration.ofMillis(10)));
        group = SimulatedGroup.of(
                simulation,
                size,
                (node, peers) ->
                        join.apply(new Member("agreement", node.peer(), peers, node.transport(), node.host())));
    }

    /** Any delay up to that, in any order. */
    static LinkOptions within(Duration max) {
        Duration min = Duration.ofNanos(50_000);
        return LinkOptions.reliable()
                .withDelay(min, Duration.ZERO)
                .withTail(1.0, max.minus(min))
                .withInOrder(false);
    }

    SimulatedAgreement<V> start() {
        group.start();
        return this;
    }

    PeerId peer(int number) {
        return group.peer(number);
    }

    void propose(int number, Bytes value) {
        outcomes.put(peer(number), group.call(peer(number), agreement -> agreement.propose(value)));
    }

    /** Watches what a process decides that does not propose. */
    void await(int number) {
        outcomes.put(peer(number), group.call(peer(number), Agreement::decision));
    }

    void begin(int number) {
        outcomes.put(peer(number), group.call(peer(number), Agreement::begin));
    }

    /** Among those that were told to be watched. */
    void checkAgreementAtEveryEvent() {
        simulation.afterEachEvent(() -> {
            if (decided().stream().distinct().count() > 1) {
                throw new AssertionError("seed " + simulation.seed() + ": decided " + decided());
            }
        });
    }

    SimulatedAgreement<V> run() {
        simulation.run(LONG);
        return this;
    }

    Agreement<V> process(int number) {
        return group.process(peer(number)).orElseThrow();
    }

    /** What it decided; empty if it has not, or crashed. */
    Optional<Decision<V>> decision(int number) {
        CompletableFuture<Decision<V>> outcome = outcome(number);
        return outcome.isDone() && !outcome.isCompletedExceptionally() ? Optional.of(outcome.join()) : Optional.empty();
    }

    CompletableFuture<Decision<V>> outcome(int number) {
        return Objects.requireNonNull(outcomes.get(peer(number)));
    }

    /** What those that decided decided. */
    List<V> decided() {
        return outcomes.values().stream()
                .filter(outcome -> outcome.isDone() && !outcome.isCompletedExceptionally())
                .map(outcome -> outcome.join().value())
                .toList();
    }

    long messagesSent() {
        return outcomes.values().stream()
                .filter(outcome -> outcome.isDone() && !outcome.isCompletedExceptionally())
                .mapToLong(outcome -> outcome.join().messagesSent())
                .sum();
    }

    @Override
    public void close() {
        simulation.close();
    }
}
