/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.coordination.Member;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Random requests, and in every other seed crashes and restarts of all members but the last, which keeps the memory of the tokens, under one seed after the other: never two holders, tokens that grow, each
 * request of a live process answered, and nobody overtaken more often than stated. {@code -Dconsenso.seeds=N} runs more seeds, {@code
 * -Dconsenso.seed=S} one.
 *
 * @param join makes a member; given the size of the group, too
 * @param crashes whether members crash, in every other seed
 * @param overtakesMax how often one process may enter before another, for requests made clearly later
 * @param answerWithin each request is answered in that time once nothing breaks any more
 */
record MutexTrial(
        BiFunction<Member, Integer, BoundedMutex> join, boolean crashes, long overtakesMax, Duration answerWithin) {
    private static final List<String> RESOURCES = List.of("red", "blue");
    private static final Duration LATER = Duration.ofMillis(10);
    private static final long BUSY_MILLIS = 1_000;

    void run() {
        long first = Long.getLong("consenso.seed", 1);
        long count = Long.getLong("consenso.seed") == null ? Long.getLong("consenso.seeds", 1_000) : 1;
        for (long seed = first; seed < first + count; seed++) {
            try {
                run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dconsenso.seed=" + seed + ": " + e, e);
            }
        }
    }

    private void run(long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            RandomGenerator random = simulation.random("trial");
            int size = 2 + random.nextInt(4);
            MutexGroup group = new MutexGroup(simulation, size, member -> join.apply(member, size))
                    .strict()
                    .start();
            boolean isBreaking = crashes && seed % 2 == 0;
            for (int i = 0; i < 25; i++) {
                int number = 1 + random.nextInt(size);
                simulation.after(millis(random.nextLong(BUSY_MILLIS)), () -> use(group, number, random));
            }
            for (int i = 0; isBreaking && i < 1 + random.nextInt(3); i++) {
                int number = 1 + random.nextInt(size - 1);
                simulation.after(millis(random.nextLong(BUSY_MILLIS)), () -> crash(group, number, random));
            }
            simulation.run(millis(BUSY_MILLIS));
            assertThat(simulation.runUntil(
                            () -> group.group.nodes().stream().allMatch(node -> node.isUp()), millis(BUSY_MILLIS)))
                    .isTrue();
            simulation.run(millis(1));
            everybodyIsServed(group, size);
            assertThat(isBreaking ? 0 : group.entries.overtakesMax(LATER.toNanos()))
                    .isLessThanOrEqualTo(overtakesMax);
        }
    }

    private static void use(MutexGroup group, int number, RandomGenerator random) {
        if (!group.node(number).isUp()) {
            return;
        }
        String resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
        Duration deadline = random.nextInt(4) == 0 ? millis(random.nextLong(100)) : MutexGroup.LONG;
        Duration hold = millis(random.nextInt(8) == 0 ? 1_000 : random.nextLong(40));
        CompletableFuture<Void> unused =
                group.acquire(number, resource, deadline).thenAccept(grant -> group.releaseAfter(hold, number, grant));
    }

    private static void crash(MutexGroup group, int number, RandomGenerator random) {
        if (group.node(number).isUp()) {
            group.node(number).kill();
            group.simulation.after(millis(random.nextLong(400)), group.node(number)::restart);
        }
    }

    private void everybodyIsServed(MutexGroup group, int size) {
        List<CompletableFuture<Grant>> grants = new ArrayList<>();
        for (int number = 1; number <= size; number++) {
            int who = number;
            for (String resource : RESOURCES) {
                CompletableFuture<Grant> grant = group.acquire(who, resource);
                grants.add(grant);
                CompletableFuture<Void> unused = grant.thenAccept(held -> group.releaseAfter(millis(1), who, held));
            }
        }
        assertThat(group.simulation.runUntil(() -> grants.stream().allMatch(CompletableFuture::isDone), answerWithin))
                .as("all answered")
                .isTrue();
        assertThat(grants).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
