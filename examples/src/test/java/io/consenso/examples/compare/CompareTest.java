/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.examples.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables in their shortest form, and what docs/choosing-an-engine.md claims of each. */
final class CompareTest {
    private static final Effort SHORT = new Effort(1, 1, Duration.ofSeconds(1));

    @Test
    void lossCostsBothEnginesThroughputAndStopsNeither() {
        Table table = quoted(new LossyLinks(), 8);
        for (String engine : List.of("Raft", "Paxos")) {
            String column = engine + ", commands/s";
            assertThat(number(table, "in order, 10 % lost", column))
                    .isPositive()
                    .isLessThan(number(table, "in order, 0 % lost", column) / 2);
        }
    }

    @Test
    void aHangOfTheLeadersDiskIsNotSeenByClients() {
        Table table = quoted(new StalledDisk(), 6);
        for (String engine : List.of("Raft", "Paxos")) {
            String column = engine + ", worst ms";
            assertThat(number(table, "the leader's hangs once", column)).isLessThan(50);
            assertThat(number(table, "the leader's and a follower's are slow", engine + ", median ms"))
                    .isGreaterThan(20);
        }
    }

    @Test
    void onlyPaxosElectsTheOneThatReachesAllWhenItIsBehind() {
        Table table = quoted(new FailOver(), 8);
        String situation = "of 4 left, only this one reaches the others; ";
        assertThat(number(table, situation + 0, "Raft, worst ms")).isPositive();
        for (int lacking : List.of(1, 100, 1_000)) {
            assertThat(cell(table, situation + lacking, "Raft, median ms")).isEqualTo("never");
            assertThat(number(table, situation + lacking, "Paxos, worst ms")).isPositive();
        }
    }

    @Test
    void aSmallWriteQuorumDoesNotWaitForSlowFollowers() {
        Table table = quoted(new SlowFollowers(), 4);
        assertThat(number(table, "3", "Paxos 4/2, median ms")).isLessThan(number(table, "3", "Paxos, median ms") / 5);
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        StalledDisk disk = new StalledDisk();
        Figures once = disk.measure(Contender.PAXOS, StalledDisk.Trouble.NONE, SHORT);
        Figures again = disk.measure(Contender.PAXOS, StalledDisk.Trouble.NONE, SHORT);
        assertThat(again.perSecond()).isEqualTo(once.perSecond()).isPositive();
        assertThat(again.millis(0.99)).isEqualTo(once.millis(0.99));
    }

    @Test
    void aTableIsPrintedAsMarkdown() {
        Table table = new Table(List.of("what", "how much"));
        table.add(List.of("all", "1.0"));
        assertThat(table.markdown()).isEqualTo("| what | how much |\n| --- | ---: |\n| all | 1.0 |\n");
    }

    /** The comparison's table, whose head and rows are those that the document shows. */
    private static Table quoted(Comparison comparison, int rows) {
        Table table = comparison.table(SHORT);
        assertThat(table.rows()).hasSize(rows);
        String document = document();
        assertThat(document).contains("\n| " + String.join(" | ", table.head()) + " |\n");
        for (List<String> row : table.rows()) {
            assertThat(document).contains("\n| " + row.get(0) + " | ");
        }
        return table;
    }

    private static String document() {
        try {
            Path root = Path.of("").toAbsolutePath().resolve("..");
            return Files.readString(root.resolve("docs/choosing-an-engine.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double number(Table table, String row, String column) {
        return Double.parseDouble(cell(table, row, column).replace(",", ""));
    }

    private static String cell(Table table, String row, String column) {
        int place = table.head().indexOf(column);
        assertThat(place).as(column).isPositive();
        List<String> cells = table.rows().stream()
                .filter(candidate -> candidate.get(0).equals(row))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + row));
        return cells.get(place);
    }
}
