/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints, as Markdown, how the engines fare under the same trouble. All times are virtual, so a seed gives the same figures everywhere. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "compare",
        description = "Measures the engines side by side in the simulator and prints tables.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Compare implements Callable<Integer> {
    static final List<Comparison> COMPARISONS =
            List.of(new LossyLinks(), new StalledDisk(), new FailOver(), new SlowFollowers());

    @Option(names = "--seed", defaultValue = "1", description = "The first seed; 1 by default.")
    private long seed;

    @Option(names = "--seeds", defaultValue = "5", description = "How many runs behind each figure; 5 by default.")
    private int seeds;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "For how many virtual seconds each run is loaded; 3 by default.")
    private long seconds;

    /** The arguments are those of the command line. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Compare()).execute(args));
    }

    @Override
    public Integer call() {
        Effort effort = new Effort(seed, seeds, Duration.ofSeconds(seconds));
        for (Comparison comparison : COMPARISONS) {
            System.out.println("## " + comparison.title() + System.lineSeparator());
            System.out.println(comparison.table(effort).markdown());
        }
        return 0;
    }
}
