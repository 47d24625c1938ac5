/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every algorithm can be told. */
@NullUnmarked // picocli fills the fields
final class Setting {
    private static final int PROCESSES_MAX = 20;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--processes", paramLabel = "N", description = "How many processes take part.")
    private Integer processes;

    @Option(
            names = "--crash",
            paramLabel = "P[@MILLIS]",
            description = "Who crashes, and when if it matters: 5, or 4,5@200.")
    private String crash;

    @Option(
            names = "--crash-after",
            paramLabel = "P@MESSAGES",
            description = "Who crashes once so many messages of it have left: 2@1.")
    private String crashAfter;

    @Option(names = "--restart", paramLabel = "P@MILLIS", description = "Who comes back, and when: 5@400.")
    private String restart;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Draws the delays of the simulated network; 1 by default.")
    private long seed;

    @Option(names = "--net", description = "Runs on real sockets of this machine instead of in the simulator.")
    private boolean net;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the space-time diagram goes; target/playground/NAME.svg by default.")
    private Path out;

    /** All who take part; that many when nothing is said. Throws {@link IllegalArgumentException} when they are fewer than that. */
    List<PeerId> peers(int usual, int min) {
        int count = processes == null ? usual : processes;
        if (count < min || count > PROCESSES_MAX) {
            throw new IllegalArgumentException(
                    "--processes is from " + min + " to " + PROCESSES_MAX + ", not " + count);
        }
        return Names.of(count);
    }

    /** What breaks. */
    Faults faults() {
        return new Faults(
                crash == null ? List.of() : PeerMoment.parseAll("--crash", "milliseconds", crash),
                crashAfter == null ? List.of() : PeerMoment.parseAllNumbered("--crash-after", "messages", crashAfter),
                restart == null ? List.of() : PeerMoment.parseAllNumbered("--restart", "milliseconds", restart));
    }

    /** How fast things go. */
    Timing timing() {
        return net ? Timing.sockets() : Timing.simulated();
    }

    /** Runs the play as it was said; returns the exit code. */
    <T> int run(Play<T> play) throws IOException {
        PrintWriter printer = command.commandLine().getOut();
        play.faults().check(play.peers(), play.crashMillis(timing()));
        Performance<T> performance = new Performance<>(play, line -> {
            synchronized (printer) {
                printer.println(line);
                printer.flush();
            }
        });
        boolean isOver = net
                ? performance.onSockets()
                : performance.simulated(seed, commandLine(), out == null ? usualFile() : out);
        return isOver ? 0 : 1;
    }

    /** The picture of the play, simulated. */
    <T> String picture(Play<T> play) {
        play.faults().check(play.peers(), play.crashMillis(Timing.simulated()));
        return new Performance<>(play, line -> {}).picture(seed, commandLine());
    }

    private Path usualFile() {
        return Path.of("target", "playground", command.name() + ".svg");
    }

    /** As it was typed, but without what concerns the file. */
    private String commandLine() {
        StringBuilder text = new StringBuilder("examples/playground ").append(command.name());
        List<String> arguments = command.commandLine().getParseResult().originalArgs();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--out")) {
                i++;
            } else if (!arguments.get(i).startsWith("--out=")
                    && !arguments.get(i).equals(command.name())) {
                text.append(' ').append(arguments.get(i));
            }
        }
        return text.toString();
    }
}
