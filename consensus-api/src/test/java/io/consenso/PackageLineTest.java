/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages form a straight line: each imports only what stands to its left. */
class PackageLineTest {
    private static final List<String> LINE = List.of(
            "io.consenso",
            "io.consenso.spi..",
            "io.consenso.engine",
            "io.consenso.engine.parts..",
            "io.consenso.runtime..",
            "io.consenso.client..");

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

    @ParameterizedTest(name = "{0} imports nothing of {1}")
    @MethodSource("packagesAndWhatStandsToTheirRight")
    void importsOnlyWhatStandsToItsLeft(String origin, List<String> right) {
        noClasses()
                .that()
                .resideInAPackage(origin)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(right.toArray(String[]::new))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyPackageStandsOnTheLine() {
        classes()
                .should()
                .resideInAnyPackage(LINE.toArray(String[]::new))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** What engines are built from is no business of who drives them. */
    @Test
    void theRuntimeKnowsAnEngineByItsInterfaceAlone() {
        noClasses()
                .that()
                .resideInAnyPackage("io.consenso.runtime..", "io.consenso.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.consenso.engine.parts..")
                .check(CLASSES);
    }

    static Stream<Arguments> packagesAndWhatStandsToTheirRight() {
        return IntStream.range(0, LINE.size() - 1)
                .mapToObj(i -> Arguments.of(LINE.get(i), LINE.subList(i + 1, LINE.size())));
    }
}
