/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.mutation.Mutant;
import io.consenso.testkit.mutation.MutantLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends seed after seed, or the one scenario named for it, after each mutant, until something is found or the budget is spent. */
final class MutantHunt {
    private static final int PARALLELISM = 2;

    private final MutantLoader loader =
            MutantLoader.of(Path.of("src/main/java"), Path.of("..", "consensus-api", "src", "main", "java"));
    private final long firstSeed;
    private final int budget;

    /**
     * How it ended.
     *
     * @param scenario the directed scenario, if there is one
     * @param by what kind of run found it
     * @param finding what was found; empty when nothing was
     * @param seeds how many seeds that took
     */
    record Outcome(Mutant mutant, Optional<String> scenario, String by, String finding, int seeds, Duration time) {
        boolean isCaught() {
            return !finding.isEmpty();
        }
    }

    MutantHunt(long firstSeed, int budget) {
        this.firstSeed = firstSeed;
        this.budget = budget;
    }

    static List<Mutant> mutants() {
        return Stream.concat(RaftMutants.all().stream(), RuntimeMutants.all().stream())
                .toList();
    }

    /** All of them, in order. */
    List<Outcome> all() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(PARALLELISM);
        try {
            List<Future<Outcome>> hunted = new ArrayList<>();
            for (Mutant mutant : mutants()) {
                hunted.add(pool.submit(() -> hunt(mutant)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> outcome : hunted) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
    }

    Outcome hunt(Mutant mutant) {
        long start = System.nanoTime();
        ClassLoader world = loader.load(mutant);
        @Nullable String scenario = DirectedScenarios.byMutant().get(mutant.name());
        if (scenario != null) {
            String finding = MutantLoader.namesake(world, ScenarioProbe.class).apply(scenario);
            return new Outcome(mutant, Optional.of(scenario), "scenario", finding, 0, since(start));
        }
        Function<String, String> schedules = MutantLoader.namesake(world, ScheduleProbe.class);
        Function<String, String> replicas = MutantLoader.namesake(world, ClusterProbe.class);
        // The runtime is not part of a schedule of bare engines.
        boolean isOfEngine = !mutant.file().contains("/runtime/");
        for (int spent = 0; spent < budget; spent++) {
            String seed = Long.toString(firstSeed + spent);
            String finding = isOfEngine ? schedules.apply(seed) : "";
            if (!finding.isEmpty()) {
                return new Outcome(mutant, Optional.empty(), "bare engines", finding, spent + 1, since(start));
            }
            finding = replicas.apply(seed);
            if (!finding.isEmpty()) {
                return new Outcome(mutant, Optional.empty(), "whole replicas", finding, spent + 1, since(start));
            }
        }
        return new Outcome(mutant, Optional.empty(), "nobody", "", budget, since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
