/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class MutantLoaderTest {
    private final MutantLoader loader = MutantLoader.of(Path.of("no", "such", "directory"), Path.of("src/test/java"));

    private static Mutant mutant(String original, String replacement) {
        return new Mutant(
                "adds-wrongly", "Sums are right.", "io/consenso/testkit/mutation/Adder.java", original, replacement);
    }

    @Test
    void aBugLivesInItsOwnWorldAlone() {
        ClassLoader world = loader.load(mutant("return left + right;", "return left - right;"));
        assertThat(MutantLoader.namesake(world, Adder.class).apply("5")).endsWith(" 4");
        assertThat(MutantLoader.namesake(loader.loadUnchanged(), Adder.class).apply("5"))
                .endsWith(" 6");
        assertThat(new Adder().apply("5")).endsWith(" 6");
    }

    @Test
    void everyWorldHasItsOwnStatics() {
        ClassLoader world = loader.loadUnchanged();
        Function<String, String> first = MutantLoader.namesake(world, Adder.class);
        assertThat(first.apply("1")).isEqualTo("1. 2");
        assertThat(MutantLoader.namesake(world, Adder.class).apply("1")).isEqualTo("2. 2");
        assertThat(MutantLoader.namesake(loader.loadUnchanged(), Adder.class).apply("1"))
                .isEqualTo("1. 2");
    }

    @Test
    void allOfTheProjectIsOfTheWorldAndTheRestIsShared() throws ClassNotFoundException {
        ClassLoader world = loader.loadUnchanged();
        assertThat(world.loadClass("io.consenso.Bytes").getClassLoader()).isSameAs(world);
        assertThat(world.loadClass("org.junit.jupiter.api.Test")).isSameAs(Test.class);
        assertThatThrownBy(() -> world.loadClass("io.consenso.Nothing")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void aMutantWhoseOriginalIsGoneIsStale() {
        assertThatThrownBy(() -> loader.load(mutant("return left * right;", "return 0;")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mutant adds-wrongly is stale");
    }

    @Test
    void aMutantWhoseOriginalIsThereTwiceIsAmbiguous() {
        assertThatThrownBy(() -> loader.load(mutant("return", "return 1 +")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mutant adds-wrongly is ambiguous");
    }

    @Test
    void aMutantThatDoesNotCompileSaysWhy() {
        assertThatThrownBy(() -> loader.load(mutant("return left + right;", "return nothing;")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("adds-wrongly does not compile")
                .hasMessageContaining("nothing");
    }

    @Test
    void aMutantOfAFileThatIsNotThereIsRefused() {
        Mutant lost = new Mutant("lost", "None.", "io/consenso/Nothing.java", "a", "b");
        assertThatThrownBy(() -> loader.load(lost)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMutantThatChangesNothingIsRefused() {
        assertThatThrownBy(() -> mutant("return left;", "return left;")).isInstanceOf(IllegalArgumentException.class);
    }
}
