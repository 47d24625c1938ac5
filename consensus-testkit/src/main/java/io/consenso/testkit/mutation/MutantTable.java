/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A table of mutants in a Markdown document, below a heading of its own: a row for each, whose first cells are its name and its rule. */
public final class MutantTable {
    private final String heading;
    private final List<String> rows;

    /**
     * Reads the table.
     *
     * @param heading as it stands in the document, such as {@code ## Raft}
     * @throws UncheckedIOException when there is no such document
     */
    public MutantTable(Path document, String heading) {
        this.heading = heading;
        try {
            rows = Files.readAllLines(document).stream()
                    .dropWhile(line -> !line.equals(heading))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("#"))
                    .filter(line -> line.startsWith("| `"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws {@link AssertionError} unless there is a row for each, in order, with the scenario where there is one and no other. */
    public void verify(List<Mutant> mutants, Map<String, String> scenarios) {
        assertThat(rows.stream().map(MutantTable::nameAndRule))
                .as(heading)
                .containsExactlyElementsOf(mutants.stream()
                        .map(mutant -> "| `" + mutant.name() + "` | " + mutant.rule())
                        .toList());
        assertThat(rows).allSatisfy(row -> {
            String scenario = scenarios.get(row.substring(3, row.indexOf('`', 3)));
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
