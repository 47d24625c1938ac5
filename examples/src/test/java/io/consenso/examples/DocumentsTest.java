/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Code in the documents is code of the sources: a comment in front of a block names file and region, and the block says what stands there.
 * {@code -Dconsenso.docs.rewrite=true} writes the blocks anew.
 */
class DocumentsTest {
    private static final Path ROOT = requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- (\\S+) (\\S+) -->\\n```java\\n(.*?)```\\n", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> codeInDocumentsIsThatOfTheSources() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                if (SNIPPET.matcher(Files.readString(file)).find()) {
                    tests.add(DynamicTest.dynamicTest(ROOT.relativize(file).toString(), () -> check(file)));
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static void check(Path file) throws IOException {
        String written = Files.readString(file);
        String expected = SNIPPET.matcher(written)
                .replaceAll(found -> Matcher.quoteReplacement(block(found.group(1), found.group(2))));
        if (Boolean.getBoolean("consenso.docs.rewrite")) {
            Files.writeString(file, expected);
        } else {
            assertThat(written).isEqualTo(expected);
        }
    }

    private static String block(String source, String region) {
        return "<!-- " + source + " " + region + " -->\n```java\n" + region(ROOT.resolve(source), region) + "```\n";
    }

    private static String region(Path source, String name) {
        try {
            String text = Files.readString(source);
            String begin = "// tag::" + name + "[]\n";
            int from = text.indexOf(begin);
            int to = text.indexOf("// end::" + name + "[]");
            assertThat(from).as("region %s of %s", name, source).isNotNegative().isLessThan(to);
            return text.substring(from + begin.length(), to).stripTrailing() + "\n";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
