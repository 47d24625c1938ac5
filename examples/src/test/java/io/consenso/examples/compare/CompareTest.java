/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables in their shortest form, and what docs/choosing-an-engine.md claims of each. */
final class CompareTest {
    private static final Effort SHORT = new Effort(1, 1, Duration.ofSeconds(1));

    @Test
    void lossCostsBothEnginesThroughputAndStopsNeither() {
        Table table = new LossyLinks().table(SHORT);
        assertThat(table.rows()).hasSize(8);
        for (String engine : List.of("Raft", "Paxos")) {
            String column = engine + ", commands/s";
            assertThat(number(table, "in order, 10 % lost", column))
                    .isPositive()
                    .isLessThan(number(table, "in order, 0 % lost", column) / 2);
        }
    }

    @Test
    void aHangOfTheLeadersDiskIsNotSeenByClients() {
        Table table = new StalledDisk().table(SHORT);
        assertThat(table.rows()).hasSize(6);
        for (String engine : List.of("Raft", "Paxos")) {
            String column = engine + ", worst ms";
            assertThat(number(table, "the leader's hangs once", column)).isLessThan(50);
            assertThat(number(table, "the leader's and a follower's are slow", engine + ", median ms"))
                    .isGreaterThan(20);
        }
    }

    @Test
    void onlyPaxosElectsTheOneThatReachesAllWhenItIsBehind() {
        Table table = new FailOver().table(SHORT);
        assertThat(table.rows()).hasSize(8);
        String situation = "of 4 left, only this one reaches the others; ";
        assertThat(number(table, situation + 0, "Raft, worst ms")).isPositive();
        for (int lacking : List.of(1, 100, 1_000)) {
            assertThat(cell(table, situation + lacking, "Raft, median ms")).isEqualTo("never");
            assertThat(number(table, situation + lacking, "Paxos, worst ms")).isPositive();
        }
    }

    @Test
    void aSmallWriteQuorumDoesNotWaitForSlowFollowers() {
        Table table = new SlowFollowers().table(SHORT);
        assertThat(table.rows()).hasSize(4);
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
