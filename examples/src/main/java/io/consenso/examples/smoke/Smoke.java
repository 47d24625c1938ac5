/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs the scenarios one after another; prints PASS or FAIL for each and exits with 1 if any failed. */
public final class Smoke {
    private static final List<Scenario> SCENARIOS = List.of(new KillScenario(), new RecoveryScenario());

    private Smoke() {}

    /** One story that ends well or throws. */
    interface Scenario {
        String name();

        void run(Path launcher, Path data) throws Exception;
    }

    /** The first argument is the script that starts a node, the second, optional, part of the name of the only scenarios to run. */
    public static void main(String[] args) throws IOException {
        Path launcher = Path.of(args[0]);
        int failed = 0;
        for (Scenario scenario : SCENARIOS) {
            if (args.length < 2 || scenario.name().contains(args[1])) {
                failed += passes(scenario, launcher) ? 0 : 1;
            }
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static boolean passes(Scenario scenario, Path launcher) throws IOException {
        Path data = Files.createTempDirectory("consenso-smoke");
        long began = System.nanoTime();
        try {
            scenario.run(launcher, data);
            delete(data);
            say("PASS %s (%.0f s)", scenario.name(), (System.nanoTime() - began) / 1e9);
            return true;
        } catch (Throwable e) {
            say("FAIL %s: %s; data and logs are in %s", scenario.name(), e, data);
            e.printStackTrace(System.out);
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static void say(String format, Object... args) {
        System.out.printf(java.util.Locale.ROOT, format + "%n", args);
    }
}
