/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import io.consenso.engine.parts.ReadRounds;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every engine, with the parts that engines are built from, is a pure function of its inputs: what it knows of the world, the runtime tells it. */
class EnginePurityTest {
    private static final String GENERATED = "..proto..";

    private static final JavaClasses CLASSES = new ClassFileImporter(
                    List.of(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS, location -> !location.contains("-tests.jar")))
            .importPackages("io.consenso.raft", "io.consenso.paxos", "io.consenso.engine");

    @Test
    void whatIsExaminedAreTheEnginesAndTheirParts() {
        assertThat(CLASSES.contain("io.consenso.raft.RaftEngine")).isTrue();
        assertThat(CLASSES.contain("io.consenso.paxos.PaxosEngine")).isTrue();
        assertThat(CLASSES.contain("io.consenso.raft.RaftInvariants")).isFalse();
        assertThat(CLASSES.contain(ReadRounds.class)).isTrue();
    }

    @Test
    void readsNoClock() {
        check(dependOnClassesThat(named("java.time.Clock", "java.util.Date", "java.util.Calendar")));
        check(accessTargetWhere(target(owner(within("java.time"))).and(target(name("now")))));
    }

    /** Clocks, properties, the environment and identity hash codes all come from there; arraycopy is the one pure method. */
    @Test
    void asksTheSystemForNothing() {
        check(accessTargetWhere(target(owner(named("java.lang.System"))).and(not(target(name("arraycopy"))))));
    }

    @Test
    void startsNoThreadAndTakesNoLock() {
        check(dependOnClassesThat(within("java.util.concurrent").and(not(named("java.util.concurrent.TimeUnit")))));
        check(dependOnClassesThat(
                named("java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Runtime", "java.util.Timer")));
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(GENERATED)
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** A generator that the runtime hands in is fine; making one is not. */
    @Test
    void makesNoRandomness() {
        check(dependOnClassesThat(named(
                "java.util.Random",
                "java.util.SplittableRandom",
                "java.util.random.RandomGeneratorFactory",
                "java.util.concurrent.ThreadLocalRandom",
                "java.security.SecureRandom")));
        check(accessTargetWhere(target(owner(named("java.util.random.RandomGenerator")))
                .and(target(name("of").or(name("getDefault"))))));
        check(accessTargetWhere(
                target(owner(named("java.lang.Math", "java.lang.StrictMath"))).and(target(name("random")))));
        check(accessTargetWhere(target(owner(named("java.util.UUID"))).and(target(name("randomUUID")))));
    }

    @Test
    void touchesNoFileAndNoSocket() {
        check(dependOnClassesThat(
                within("java.io").and(not(named("java.io.Serializable", "java.io.UncheckedIOException")))));
        check(dependOnClassesThat(
                within("java.nio.file").or(within("java.nio.channels")).or(within("java.net"))));
    }

    @Test
    void writesNoLog() {
        check(dependOnClassesThat(
                within("org.slf4j").or(within("java.util.logging")).or(named("java.lang.System$Logger"))));
    }

    private static void check(ArchCondition<JavaClass> forbidden) {
        noClasses()
                .that()
                .resideOutsideOfPackage(GENERATED)
                .should(forbidden)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> within(String packageName) {
        return resideInAPackage(packageName + "..");
    }

    private static DescribedPredicate<JavaClass> named(String... classNames) {
        Set<String> names = Set.of(classNames);
        return describe("is one of " + names, javaClass -> names.contains(javaClass.getName()));
    }
}
