/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import io.consenso.testkit.engine.TestedEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends seed after seed, or the one scenario named for it, after each mutant, until something is found or the budget is spent.
 *
 * <p>A seed is a number of schedules of bare engines, unless the mutant is of the runtime, which has no part in them, and then one run of whole
 * replicas under every fault. The invariants of the engine watch all of it.
 */
public final class MutantHunt {
    private static final int PARALLELISM = 2;

    private final Class<? extends TestedEngine<?>> engine;
    private final MutantLoader loader;
    private final ClassLoader unchanged;
    private final Map<String, String> scenarios;

    /**
     * How it ended.
     *
     * @param mutant which bug
     * @param scenario the directed scenario, if there is one
     * @param by what kind of run found it
     * @param finding what was found, in one line; empty when nothing was
     * @param seeds how many seeds that took
     * @param time how long it took
     */
    public record Outcome(
            Mutant mutant, Optional<String> scenario, String by, String finding, int seeds, Duration time) {
        /** Whether something was found. */
        public boolean isCaught() {
            return !finding.isEmpty();
        }
    }

    /**
     * A hunt with that engine.
     *
     * @param engine is made anew in each world, by its constructor without arguments
     * @param loader knows the sources that the mutants are of
     * @param scenarios for a mutant that random runs catch too seldom, by its name: {@code Class#method} of the test that must fail, from the
     *     package of the engine's class
     */
    public MutantHunt(Class<? extends TestedEngine<?>> engine, MutantLoader loader, Map<String, String> scenarios) {
        this.engine = engine;
        this.loader = loader;
        unchanged = loader.loadUnchanged();
        this.scenarios = Map.copyOf(scenarios);
    }

    /** Hunts all of them, two at a time, each with so many seeds from that one on; the outcomes are in the same order. */
    public List<Outcome> all(List<Mutant> mutants, long firstSeed, int budget)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(PARALLELISM);
        try {
            List<Future<Outcome>> hunted = new ArrayList<>();
            for (Mutant mutant : mutants) {
                hunted.add(pool.submit(() -> hunt(mutant, firstSeed, budget)));
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

    private Outcome hunt(Mutant mutant, long firstSeed, int budget) {
        long start = System.nanoTime();
        ClassLoader world = loader.load(mutant);
        @Nullable String scenario = scenarios.get(mutant.name());
        if (scenario != null) {
            String finding = scenario(world, scenario);
            return new Outcome(mutant, Optional.of(scenario), "scenario", finding, 0, since(start));
        }
        boolean isOfRuntime = mutant.file().contains("/runtime/");
        for (int spent = 1; spent <= budget; spent++) {
            long seed = firstSeed + spent - 1;
            String finding = isOfRuntime ? "" : bareEngines(world, seed);
            if (!finding.isEmpty()) {
                return new Outcome(mutant, Optional.empty(), "bare engines", finding, spent, since(start));
            }
            finding = wholeReplicas(world, seed);
            if (!finding.isEmpty()) {
                return new Outcome(mutant, Optional.empty(), "whole replicas", finding, spent, since(start));
            }
        }
        return new Outcome(mutant, Optional.empty(), "nobody", "", budget, since(start));
    }

    /** What the code as it is does under that seed: what was found, in one line, or nothing, as it should be. */
    public String unchanged(long seed) {
        String finding = bareEngines(unchanged, seed);
        return finding.isEmpty() ? wholeReplicas(unchanged, seed) : finding;
    }

    /** How that directed scenario fails on the code as it is: in one line, or nothing, as it should be. */
    public String unchanged(String scenario) {
        return scenario(unchanged, scenario);
    }

    private String bareEngines(ClassLoader world, long seed) {
        return MutantLoader.namesake(world, ScheduleProbe.class).apply(SeedProbe.question(engine, seed));
    }

    private String wholeReplicas(ClassLoader world, long seed) {
        return MutantLoader.namesake(world, TrialProbe.class).apply(SeedProbe.question(engine, seed));
    }

    private String scenario(ClassLoader world, String scenario) {
        return MutantLoader.namesake(world, ScenarioProbe.class).apply(engine.getPackageName() + "." + scenario);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
