/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.testkit.mutation.Mutant;
import io.consenso.testkit.mutation.MutantLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests the tests: for each safety rule a bug is planted that breaks it, and each must be caught, within a budget of seeds at least ten times the
 * mean that it takes, or by the directed scenario named for it.
 */
final class MutantTest {
    private static final int BUDGET = Integer.getInteger("consenso.mutants.budget", 100);
    private static final long FIRST_SEED = Long.getLong("consenso.mutants.seed", 1);
    private static final int SEEDS_UNCHANGED = 8;
    private static final Path DOCUMENT = Path.of("..", "docs", "internals", "mutants.md");

    private final Function<String, String> logging =
            MutantLoader.namesake(MutantLoader.of().loadUnchanged(), Silence.class);

    /** A bug makes replicas complain without end. */
    @BeforeEach
    void silence() {
        var unused = logging.apply("OFF");
    }

    @AfterEach
    void speakAgain() {
        var unused = logging.apply("");
    }

    @Test
    void everyMutantIsCaught() throws Exception {
        List<MutantHunt.Outcome> outcomes = new MutantHunt(FIRST_SEED, BUDGET).all();
        outcomes.forEach(MutantTest::print);
        System.out.printf(
                Locale.ROOT,
                "%d of %d mutants caught, seeds from %d%n",
                outcomes.stream().filter(MutantHunt.Outcome::isCaught).count(),
                outcomes.size(),
                FIRST_SEED);
        assertThat(outcomes)
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
        ClassLoader world = MutantLoader.of().loadUnchanged();
        Function<String, String> schedules = MutantLoader.namesake(world, ScheduleProbe.class);
        Function<String, String> replicas = MutantLoader.namesake(world, ClusterProbe.class);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS_UNCHANGED; seed++) {
            assertThat(schedules.apply(Long.toString(seed)))
                    .as("bare engines, seed %s", seed)
                    .isEmpty();
            assertThat(replicas.apply(Long.toString(seed)))
                    .as("whole replicas, seed %s", seed)
                    .isEmpty();
        }
    }

    @Test
    void theCodeAsItIsPassesTheDirectedScenarios() {
        ClassLoader world = MutantLoader.of().loadUnchanged();
        Function<String, String> scenarios = MutantLoader.namesake(world, ScenarioProbe.class);
        assertThat(DirectedScenarios.byMutant().values())
                .allSatisfy(scenario ->
                        assertThat(scenarios.apply(scenario)).as(scenario).isEmpty());
    }

    @Test
    void namesAreUniqueAndDirectedScenariosAreForMutants() {
        List<String> names = MutantHunt.mutants().stream().map(Mutant::name).toList();
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
        assertThat(names).containsAll(DirectedScenarios.byMutant().keySet());
    }

    /** A row for each, in order: name, rule, and the scenario where there is one. */
    @Test
    void theDocumentListsTheMutants() throws IOException {
        Map<String, String> directed = DirectedScenarios.byMutant();
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows.stream().map(MutantTest::nameAndRule).collect(Collectors.toList()))
                .containsExactlyElementsOf(MutantHunt.mutants().stream()
                        .map(mutant -> "| `" + mutant.name() + "` | " + mutant.rule())
                        .toList());
        assertThat(rows).allSatisfy(row -> {
            String scenario = directed.get(row.substring(3, row.indexOf('`', 3)));
            if (scenario == null) {
                assertThat(row).doesNotContain("#");
            } else {
                assertThat(row).contains("`" + scenario + "`");
            }
        });
    }

    private static String nameAndRule(String row) {
        return row.substring(0, row.indexOf(" | ", row.indexOf(" | ") + 3));
    }
}
