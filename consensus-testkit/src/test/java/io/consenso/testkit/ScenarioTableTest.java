/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** The table of scenarios in the documents tells the truth. */
class ScenarioTableTest {
    private static final Path ROOT = Path.of("..");
    private static final Path TABLE = ROOT.resolve("docs/internals/scenarios.md");
    /** How many there are of each sort: of Raft, and of any engine, runtime or storage. */
    private static final Map<String, Integer> LAST = new TreeMap<>(Map.of("R", 40, "S", 68));

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d\\d) \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern CASE = Pattern.compile("void (\\w+)\\(");
    private static final Pattern NUMBERED_CASE = Pattern.compile("[a-z]\\d\\d_\\w+");
    private static final Pattern NUMBER = Pattern.compile("\\b[a-z]\\d\\d(?=[-_])");

    @Test
    void everyNumberHasARow() {
        List<String> numbers = new ArrayList<>();
        LAST.forEach((letter, last) -> IntStream.rangeClosed(1, last)
                .forEach(n -> numbers.add(String.format(Locale.ROOT, "%s%02d", letter, n))));
        assertThat(rows().keySet()).containsExactlyElementsOf(numbers);
    }

    @Test
    void everyTestNamedExistsAndWhereThereIsNoneTheRowSaysWhy() {
        Set<String> there = tests();
        rows().forEach((number, cell) -> {
            List<String> named = names(cell);
            if (named.isEmpty()) {
                assertThat(cell).as(number).matches("(comes with|not covered yet:) .+");
            }
            assertThat(there).as(number).containsAll(named);
        });
    }

    @Test
    void everyTestWithANumberStandsInItsRow() {
        Map<String, String> rows = rows();
        for (String test : tests()) {
            String name = test.replaceAll(".*#", "");
            if (test.endsWith(".txt") || NUMBERED_CASE.matcher(name).matches()) {
                NUMBER.matcher(name)
                        .results()
                        .map(MatchResult::group)
                        .forEach(number -> assertThat(names(rows.getOrDefault(number.toUpperCase(Locale.ROOT), "")))
                                .as(number)
                                .contains(test));
            }
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

    /** Scripts by the names of their files, methods as {@code Class#method}. */
    private static Set<String> tests() {
        Set<String> tests = new TreeSet<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".txt")) {
                tests.add(name);
            } else {
                CASE.matcher(read(file))
                        .results()
                        .forEach(method -> tests.add(name.replace(".java", "#") + method.group(1)));
            }
        }
        return tests;
    }

    /** The scenarios of Multi-Paxos have a table of their own. */
    private static boolean isOfThisTable(Path module) {
        String name = module.getFileName().toString();
        return name.startsWith("consensus-") && !name.equals("consensus-paxos");
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(ScenarioTableTest::isOfThisTable).toList()) {
                files.addAll(under(module.resolve("src/test/java"), ".java"));
                files.addAll(under(module.resolve("src/main/java/io/consenso/testkit"), "Contract.java"));
                files.addAll(under(module.resolve("src/test/resources/scripts"), ".txt"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static List<Path> under(Path folder, String ending) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
