/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.counter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The counter is what the README shows first. */
class CounterTest {
    private static final Path ROOT = requireNonNull(Path.of("").toAbsolutePath().getParent());

    @Test
    void theReadmePrintsItWhole() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + program() + "```\n");
    }

    @Test
    void itStaysUnderFortyLinesImportsAndAll() throws IOException {
        assertThat(program().lines()).hasSizeLessThan(40);
    }

    private static String program() throws IOException {
        String source =
                Files.readString(ROOT.resolve("examples/src/main/java/io/consenso/examples/counter/Counter.java"));
        return source.substring(source.indexOf("import "));
    }
}
