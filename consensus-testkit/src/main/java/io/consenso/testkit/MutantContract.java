/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.testkit.engine.TestedEngine;
import io.consenso.testkit.mutation.Mutant;
import io.consenso.testkit.mutation.MutantHunt;
import io.consenso.testkit.mutation.MutantLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tests the tests of an engine: for each safety rule a bug is planted that breaks it, and each must be caught, within a budget of seeds, or by
 * the directed scenario named for it. Extend it, say which bugs and with which engine, and JUnit runs it.
 *
 * <p>The first seed is {@code consenso.mutants.seed} (1), the budget {@code consenso.mutants.budget} (150): it should be at least ten times the
 * mean that a mutant takes. {@code consenso.mutants.only} is a regular expression of the names of those to hunt.
 */
public abstract class MutantContract {
    private static final int BUDGET = Integer.getInteger("consenso.mutants.budget", 150);
    private static final long FIRST_SEED = Long.getLong("consenso.mutants.seed", 1);
    private static final String ONLY = System.getProperty("consenso.mutants.only", ".*");
    private static final int SEEDS_UNCHANGED = 8;

    /** For subclasses. */
    protected MutantContract() {}

    /** What hunts; made by its constructor without arguments. */
    protected abstract Class<? extends TestedEngine<?>> engine();

    /** The planted bugs, each under a name of its own. */
    protected abstract List<Mutant> mutants();

    /**
     * For mutants that random runs catch too seldom, or whose breach harms progress alone, by name: {@code Class#method} of the test that must
     * fail, in the package of {@link #engine()}. A test has no parameters; JUnit's callbacks are not called, but for those after each test.
     */
    protected Map<String, String> scenarios() {
        return Map.of();
    }

    /** Below which directories the sources are that the mutants change. */
    protected List<Path> sources() {
        return List.of(Path.of("src", "main", "java"));
    }

    private MutantHunt hunt() {
        return new MutantHunt(engine(), MutantLoader.of(sources().toArray(Path[]::new)), scenarios());
    }

    @Test
    void everyMutantIsCaught() throws Exception {
        List<Mutant> hunted =
                mutants().stream().filter(mutant -> mutant.name().matches(ONLY)).toList();
        List<MutantHunt.Outcome> outcomes = hunt().all(hunted, FIRST_SEED, BUDGET);
        outcomes.forEach(MutantContract::print);
        System.out.printf(
                Locale.ROOT,
                "%d of %d mutants caught, seeds from %d%n",
                outcomes.stream().filter(MutantHunt.Outcome::isCaught).count(),
                outcomes.size(),
                FIRST_SEED);
        assertThat(outcomes)
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(outcome.isCaught())
                        .as("%s, %d seeds from %d", outcome.mutant().name(), outcome.seeds(), FIRST_SEED)
                        .isTrue());
    }

    private static void print(MutantHunt.Outcome outcome) {
        System.out.printf(
                Locale.ROOT,
                "%-48s %-14s %3d seeds %6d ms  %s%n",
                outcome.mutant().name(),
                outcome.by(),
                outcome.seeds(),
                outcome.time().toMillis(),
                outcome.scenario().map(scenario -> scenario + ": ").orElse("") + outcome.finding());
    }

    @Test
    void theCodeAsItIsPassesTheSameSeeds() {
        MutantHunt hunt = hunt();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS_UNCHANGED; seed++) {
            assertThat(hunt.unchanged(seed)).as("seed %s", seed).isEmpty();
        }
    }

    @Test
    void theCodeAsItIsPassesTheDirectedScenarios() {
        MutantHunt hunt = hunt();
        assertThat(scenarios().values())
                .allSatisfy(scenario ->
                        assertThat(hunt.unchanged(scenario)).as(scenario).isEmpty());
    }

    @Test
    void namesAreUniqueAndDirectedScenariosAreForMutants() {
        List<String> names = mutants().stream().map(Mutant::name).toList();
        assertThat(names).doesNotHaveDuplicates().containsAll(scenarios().keySet());
    }
}
