/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.Serializable;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The engine is a pure function of its inputs: what it knows of the world, the runtime tells it. */
class EnginePurityTest {
    private static final String GENERATED = "..proto..";

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

    @Test
    void readsNoClock() {
        check(noEngineClass()
                .should()
                .dependOnClassesThat(named("java.time.Clock", "java.util.Date", "java.util.Calendar")));
        check(noEngineClass()
                .should()
                .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now")))));
    }

    /** Clocks, properties, the environment and identity hash codes all come from there; arraycopy is the one pure method. */
    @Test
    void asksTheSystemForNothing() {
        check(noEngineClass()
                .should()
                .accessTargetWhere(target(owner(named("java.lang.System")))
                        .and(target(name("arraycopy").negate()))));
    }

    @Test
    void startsNoThreadAndTakesNoLock() {
        check(noEngineClass()
                .should()
                .dependOnClassesThat(within("java.util.concurrent")
                        .and(named(TimeUnit.class.getName()).negate())));
        check(noEngineClass()
                .should()
                .dependOnClassesThat(
                        named("java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Runtime", "java.util.Timer")));
        check(noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(GENERATED)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED));
    }

    /** A generator that the runtime hands in is fine; making one is not. */
    @Test
    void makesNoRandomness() {
        check(noEngineClass()
                .should()
                .dependOnClassesThat(named(
                        "java.util.Random",
                        "java.util.SplittableRandom",
                        "java.util.random.RandomGeneratorFactory",
                        "java.security.SecureRandom")));
        check(noEngineClass()
                .should()
                .callMethodWhere(target(owner(named(RandomGenerator.class.getName())))
                        .and(target(name("of").or(name("getDefault"))))));
        check(noEngineClass().should().callMethod(Math.class, "random"));
        check(noEngineClass().should().callMethod(StrictMath.class, "random"));
        check(noEngineClass().should().callMethod(UUID.class, "randomUUID"));
    }

    @Test
    void touchesNoFileAndNoSocket() {
        check(noEngineClass()
                .should()
                .dependOnClassesThat(within("java.io")
                        .and(named(Serializable.class.getName()).negate())));
        check(noEngineClass()
                .should()
                .dependOnClassesThat(
                        within("java.nio.file").or(within("java.nio.channels")).or(within("java.net"))));
    }

    @Test
    void writesNoLog() {
        check(noEngineClass()
                .should()
                .dependOnClassesThat(
                        within("org.slf4j").or(within("java.util.logging")).or(named("java.lang.System$Logger"))));
    }

    private static GivenClassesConjunction noEngineClass() {
        return noClasses().that().resideOutsideOfPackage(GENERATED);
    }

    private static DescribedPredicate<JavaClass> within(String packageName) {
        return resideInAPackage(packageName + "..");
    }

    private static DescribedPredicate<JavaClass> named(String... classNames) {
        Set<String> names = Set.of(classNames);
        return DescribedPredicate.describe("is one of " + names, javaClass -> names.contains(javaClass.getName()));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
