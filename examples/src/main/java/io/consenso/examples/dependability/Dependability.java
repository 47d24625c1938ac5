/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.dependability;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Computes and measures the figures of docs/coordination/dependability.md. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "dependability",
        description = "Availability, repair times and quorums: by formula, and measured in the simulator.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Dependability implements Callable<Integer> {
    @Option(names = "--seed", defaultValue = "1", description = "The first seed; 1 by default.")
    private long seed;

    @Option(names = "--seeds", defaultValue = "5", description = "How many runs behind each repair time; 5 by default.")
    private int seeds;

    @Option(
            names = "--hours",
            defaultValue = "1",
            description = "For how many virtual hours availability is measured; 1 by default.")
    private long hours;

    /** The arguments are those of the command line. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Dependability()).execute(args));
    }

    @Override
    public Integer call() {
        if (seeds < 1 || hours < 1) {
            System.err.println("dependability: --seeds and --hours are at least 1");
            return CommandLine.ExitCode.USAGE;
        }
        print("Members that stop", Quorums.crash().markdown());
        print("Members that lie", Quorums.arbitrary().markdown());
        print("Without service in a year", Availability.formula().markdown());
        print(
                "Nodes up for 60 s and down for 6 s on average",
                new Availability(seed, Duration.ofHours(hours)).table().markdown());
        print("Repair times", new RepairTimes(seed, seeds).table().markdown());
        return 0;
    }

    private static void print(String title, String text) {
        System.out.println("## " + title + System.lineSeparator());
        System.out.println(text);
    }
}
