/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.testkit.simulation.FaultSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a run is asked for again.
 *
 * @param command what to type before the seed
 * @param seedFlag what the seed is written after
 * @param scheduleFlag what the schedule is written after, in quotation marks
 */
record Replay(String command, String seedFlag, String scheduleFlag) {
    private static final String SEED = "consenso.seed";
    private static final String SEEDS = "consenso.seeds";
    private static final String SCHEDULE = "consenso.schedule";
    private static final long FRESH_MAX = 1L << 40;
    private static final Set<String> OWN = Set.of("Replay", "Trial", "Campaign", "Inquiry", "Run");

    /** The test that is running, by Maven; of that class, if it inherits the test. */
    static Replay byTest(Optional<Class<?>> test) {
        return new Replay(
                "mvn test" + module() + " -Dtest='" + caller(test) + "'", "-D" + SEED + "=", "-D" + SCHEDULE + "=");
    }

    /** A program with options. */
    static Replay byCommand(String command) {
        return new Replay(command, "--seed=", "--schedule=");
    }

    /** As the system property says, or one that nobody has run before. */
    static long firstSeed() {
        return Long.getLong(SEED, ThreadLocalRandom.current().nextLong(FRESH_MAX));
    }

    /** As the system property says; a single one when only the first seed is told. */
    static long seeds(long otherwise) {
        return Long.getLong(SEEDS, System.getProperty(SEED) == null ? otherwise : 1);
    }

    /** As the system property says. */
    static Optional<FaultSchedule> schedule() {
        return Optional.ofNullable(System.getProperty(SCHEDULE)).map(FaultSchedule::parse);
    }

    String line(long seed) {
        return command + " " + seedFlag + seed;
    }

    String line(long seed, FaultSchedule schedule) {
        return line(seed) + " " + scheduleFlag + "'" + schedule.text() + "'";
    }

    /** Where pictures and traces of failed runs go. */
    static Path directory() {
        return basedir().resolve("target").resolve("simulation");
    }

    private static Path basedir() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();
    }

    /** Maven runs a module's tests in the module; the line is for the directory above if that is a project, too. */
    private static String module() {
        Path above = basedir().getParent();
        boolean isModule = above != null && Files.exists(above.resolve("pom.xml"));
        return isModule ? " -pl " + basedir().getFileName() + " -am -Dsurefire.failIfNoSpecifiedTests=false" : "";
    }

    private static String caller(Optional<Class<?>> test) {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(Replay::isOfTest)
                        .findFirst()
                        .map(frame -> test.orElse(frame.getDeclaringClass()).getSimpleName() + "#"
                                + method(frame.getMethodName())))
                .orElse("?");
    }

    /** The body of a lambda is called {@code lambda$}, the method that it stands in, {@code $} and a number. */
    private static String method(String name) {
        return name.startsWith("lambda$") ? name.substring("lambda$".length(), name.lastIndexOf('$')) : name;
    }

    private static boolean isOfTest(StackWalker.StackFrame frame) {
        Class<?> declaring = frame.getDeclaringClass();
        boolean isOwn = declaring.getPackage() == Replay.class.getPackage() && OWN.contains(declaring.getSimpleName());
        return !isOwn && !declaring.getName().startsWith("java.");
    }
}
