/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs a play from beginning to end and tells what has come of it. */
final class Performance<T> {
    /** The name under which the processes of a play know each other. */
    static final String GROUP = "playground";

    private final Play<T> play;
    private final Consumer<String> printer;

    Performance(Play<T> play, Consumer<String> printer) {
        this.play = play;
        this.printer = printer;
    }

    /** On real sockets; returns whether it went as it should. */
    boolean onSockets() {
        try (SocketWorld<T> world = new SocketWorld<>(play, printer)) {
            return run(world);
        }
    }

    /** On virtual time, with a picture in the file; returns whether it went as it should. */
    boolean simulated(long seed, String command, Path file) throws IOException {
        try (SimulatedWorld<T> world = new SimulatedWorld<>(play, seed, printer)) {
            boolean isOver = run(world);
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, world.picture(command));
            printer.accept("picture: " + file);
            return isOver;
        }
    }

    /** The picture of a simulated run; throws {@link IllegalStateException} when it comes to no end. */
    String picture(long seed, String command) {
        try (SimulatedWorld<T> world = new SimulatedWorld<>(play, seed, printer)) {
            if (!run(world)) {
                throw new IllegalStateException("comes to no end: " + command);
            }
            return world.picture(command);
        }
    }

    private boolean run(World<T> world) {
        world.start();
        BooleanSupplier allFaults = play.faults().schedule(world, play.crashMillis(world.timing()));
        play.begin(world);
        boolean isOver = world.await(
                () -> allFaults.getAsBoolean() && play.isOver(world),
                world.timing().limit());
        // What is under way arrives.
        boolean unused = world.await(() -> false, world.timing().delayMax().dividedBy(2));
        world.journal().end();
        Outcome outcome = play.outcome(world);
        outcome.lines().forEach(line -> printer.accept("outcome: " + line));
        if (!isOver) {
            printer.accept("outcome: not over after " + world.timing().limit().toSeconds() + " s");
        }
        outcome.formulas().forEach(formula -> printer.accept(formula.toString()));
        printer.accept("all messages: "
                + world.journal().counts().entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ")));
        return isOver && outcome.isRight();
    }
}
