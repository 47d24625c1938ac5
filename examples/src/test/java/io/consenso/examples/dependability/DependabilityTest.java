/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.dependability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consenso.examples.Protocol;
import io.consenso.examples.Table;
import io.consenso.testkit.simulation.FaultKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The figures of docs/coordination, and what the pages claim. */
class DependabilityTest {
    private static final Path DOCS = Path.of("..", "docs", "coordination");
    private static final Pattern SWITCH = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\w+) \\| (\\w+) \\| \\S.* \\|$");

    @Test
    void whatIsComputedStandsOnThePage() {
        String page = page("dependability.md");
        for (Table table : List.of(Quorums.crash(), Quorums.arbitrary(), Availability.formula())) {
            assertThat(page).contains(table.markdown());
        }
    }

    @Test
    void aGroupOfThreeIsUpWhenTwoOrThreeAre() {
        double a = 0.9;
        assertThat(Availability.ofGroup(1, a)).isCloseTo(a, within(1e-12));
        assertThat(Availability.ofGroup(3, a)).isCloseTo(3 * a * a * (1 - a) + a * a * a, within(1e-12));
        assertThat(Availability.ofGroup(5, a))
                .isCloseTo(
                        10 * Math.pow(a, 3) * Math.pow(1 - a, 2) + 5 * Math.pow(a, 4) * (1 - a) + Math.pow(a, 5),
                        within(1e-12));
    }

    /** A quarter of an hour has some forty failures; the page measures more. */
    @Test
    void measuredAvailabilityIsNearTheFormula() {
        double ofNode = Availability.ofNode(60, 6);
        for (Protocol protocol : Protocol.values()) {
            Availability.Outcome outcome = new Availability(1, Duration.ofMinutes(15)).run(protocol, 5);
            assertThat(outcome.share()).isCloseTo(Availability.ofGroup(5, ofNode), within(0.03));
            assertThat(outcome.outages()).isPositive();
        }
    }

    @Test
    void everyFaultThatCanBefallAGroupOfThreeHasItsRow() {
        String page = page("dependability.md");
        for (FaultKind kind : RepairTimes.kinds()) {
            assertThat(page)
                    .contains("| " + FaultClass.of(kind).word() + ": `"
                            + RepairTimes.fault(kind).text().replaceFirst("^\\S+ ", "") + "` |");
        }
        assertThat(RepairTimes.kinds()).hasSize(FaultKind.values().length - 1);
    }

    @Test
    void aLeaderThatIsKilledIsReplacedAndOneThatIsSilentIsMissedForItsTimeOut() {
        RepairTimes times = new RepairTimes(1, 1);
        List<String> killed = times.row(FaultKind.KILL);
        List<String> silent = times.row(FaultKind.ISOLATE);
        List<String> slowDisk = times.row(FaultKind.SLOW_DISK);
        for (int outage : List.of(1, 4)) {
            assertThat(millis(killed.get(outage))).isBetween(10L, 2_000L);
            assertThat(millis(silent.get(outage))).isBetween(900L, 2_500L);
            assertThat(millis(slowDisk.get(outage))).isLessThan(50);
        }
        assertThat(millis(killed.get(3))).isLessThan(1_000);
    }

    @Test
    void thePageOnFaultsHasEverySwitchUnderItsClass() {
        String page = page("faults.md");
        Matcher rows = SWITCH.matcher(page);
        List<String> found =
                rows.results().map(row -> row.group(1) + " " + row.group(2)).toList();
        List<String> switches = Arrays.stream(FaultKind.values())
                .map(kind -> kind.text() + " " + FaultClass.of(kind).word())
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(switches);
        for (FaultClass one : FaultClass.values()) {
            assertThat(page).contains("\n| " + one.word() + " | ");
        }
        assertThat(SWITCH.matcher(page).results().map(row -> row.group(3)))
                .isSubsetOf("transient", "intermittent", "permanent");
    }

    private static long millis(String text) {
        return Long.parseLong(text.replace(",", ""));
    }

    private static String page(String name) {
        try {
            return Files.readString(DOCS.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
