/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Head and rows of a table with commands per second and latencies of both engines next to each other. */
final class SideBySide {
    private SideBySide() {}

    static List<String> head(String condition) {
        List<String> head = new ArrayList<>(List.of(condition));
        for (String figure : List.of("commands/s", "median ms", "p99 ms", "worst ms")) {
            Contender.both().forEach(contender -> head.add(contender.name() + ", " + figure));
        }
        return head;
    }

    /** With one outcome for each engine. */
    static List<String> row(String condition, List<Figures> outcomes) {
        List<String> row = new ArrayList<>(List.of(condition));
        List<Function<Figures, String>> columns = List.of(
                Figures::perSecondText,
                figures -> figures.millisText(0.5),
                figures -> figures.millisText(0.99),
                figures -> figures.millisText(1));
        columns.forEach(column -> outcomes.forEach(outcome -> row.add(column.apply(outcome))));
        return row;
    }
}
