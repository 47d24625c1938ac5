/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of scenarios of Multi-Paxos in the documents tells the truth. */
class PaxosScenarioTableTest {
    private static final Path TESTS = Path.of("src/test");
    private static final Path CONTRACTS = Path.of("../consensus-testkit/src/main/java/io/consenso/testkit");
    private static final Path TABLE = Path.of("../docs/internals/paxos-scenarios.md");
    private static final Pattern ROW = Pattern.compile("\\| ([PS]\\d\\d) \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern CASE = Pattern.compile("void (\\w+)\\(");
    private static final Pattern NUMBERED = Pattern.compile("(?:.+#)?[ps]\\d\\d[-_].+");
    private static final Pattern NUMBER = Pattern.compile("(?<![a-zA-Z0-9])[ps]\\d\\d(?=[-_])");

    @Test
    void everyNumberHasARow() {
        List<String> numbers = Stream.concat(
                        IntStream.rangeClosed(1, 36).mapToObj(n -> String.format(Locale.ROOT, "P%02d", n)),
                        Stream.of("S09", "S10", "S11"))
                .toList();
        assertThat(rows().keySet()).containsExactlyElementsOf(numbers);
    }

    @Test
    void everyTestNamedExistsAndWhereThereIsNoneTheRowSaysWhy() {
        Set<String> there = tests(TESTS, ".java");
        there.addAll(tests(TESTS, ".txt"));
        there.addAll(tests(CONTRACTS, "Contract.java"));
        rows().forEach((number, cell) -> {
            List<String> named = names(cell);
            if (named.isEmpty()) {
                assertThat(cell).as(number).matches("comes with .+");
            }
            assertThat(there).as(number).containsAll(named);
        });
    }

    @Test
    void everyTestWithANumberStandsInItsRow() {
        Map<String, String> rows = rows();
        Set<String> numbered = tests(TESTS, ".java");
        numbered.addAll(tests(TESTS, ".txt"));
        numbered.removeIf(test -> !NUMBERED.matcher(test).matches());
        assertThat(numbered).hasSizeGreaterThan(36);
        for (String test : numbered) {
            NUMBER.matcher(test.replaceAll(".*#", "").replace("_", "_-"))
                    .results()
                    .map(MatchResult::group)
                    .forEach(number -> assertThat(names(rows.getOrDefault(number.toUpperCase(Locale.ROOT), "")))
                            .as(number)
                            .contains(test));
        }
    }

    private static Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        ROW.matcher(read(TABLE))
                .results()
                .forEach(row -> assertThat(rows.put(row.group(1), row.group(2)))
                        .as(row.group(1))
                        .isNull());
        return rows;
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
    }

    /** Of files whose names end like that: scripts by the names of their files, methods as {@code Class#method}. */
    private static Set<String> tests(Path folder, String ending) {
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(ending)).forEach(file -> {
                String name = file.getFileName().toString();
                if (name.endsWith(".txt")) {
                    tests.add(name);
                } else {
                    CASE.matcher(read(file))
                            .results()
                            .forEach(method -> tests.add(name.replace(".java", "#") + method.group(1)));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tests;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
