/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import io.consenso.examples.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the scenarios one after another, engine by engine; prints PASS or FAIL for each and exits with 1 if any failed. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "smoke",
        description = "Kills, restarts, stops and cuts off real nodes under load.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Smoke implements Callable<Integer> {
    private static final List<Scenario> SCENARIOS =
            List.of(new KillScenario(), new RecoveryScenario(), new LockScenario());

    @Option(names = "--engine", defaultValue = Protocol.BOTH, description = "raft, paxos, or both (default).")
    private String engine;

    @Parameters(index = "0", hidden = true, description = "The script that starts a node.")
    private Path launcher;

    @Parameters(
            index = "1",
            defaultValue = "",
            paramLabel = "PART OF A NAME",
            description = "Only the scenarios that have this in their names.")
    private String part;

    private Smoke() {}

    /** One story that ends well or throws. */
    interface Scenario {
        String name();

        /** Of nodes that are started with that launcher, with that engine, and keep their data there. */
        void run(Path launcher, Protocol protocol, Path data) throws Exception;
    }

    /** The arguments are those of the command line, after the script that starts a node. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Smoke());
        line.setParameterExceptionHandler((e, arguments) -> complain(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof IllegalArgumentException) {
                return complain(e);
            }
            throw e;
        });
        System.exit(line.execute(args));
    }

    private static int complain(Exception e) {
        System.err.println("smoke: " + e.getMessage());
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public Integer call() throws IOException {
        List<Protocol> protocols = Protocol.allNamed(engine);
        List<Scenario> scenarios = SCENARIOS.stream()
                .filter(scenario -> scenario.name().contains(part))
                .toList();
        if (scenarios.isEmpty()) {
            throw new IllegalArgumentException("no scenario has '" + part + "' in its name");
        }
        int failed = 0;
        for (Protocol protocol : protocols) {
            for (Scenario scenario : scenarios) {
                failed += passes(scenario, protocol) ? 0 : 1;
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private boolean passes(Scenario scenario, Protocol protocol) throws IOException {
        String name = protocol.word() + ": " + scenario.name();
        Path data = Files.createTempDirectory("consenso-smoke");
        long began = System.nanoTime();
        try {
            scenario.run(launcher, protocol, data);
            delete(data);
            say("PASS %s (%.0f s)", name, (System.nanoTime() - began) / 1e9);
            return true;
        } catch (Throwable e) {
            say("FAIL %s: %s; data and logs are in %s", name, e, data);
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
