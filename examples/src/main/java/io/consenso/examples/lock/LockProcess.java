/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node as a process of its own. */
final class LockProcess {
    private static final int STOP_SECONDS_MAX = 20;

    private final String id;
    private final List<String> flags;
    private final Path log;
    private @Nullable Process process;

    LockProcess(String id, List<String> flags, Path log) {
        this.id = id;
        this.flags = List.copyOf(flags);
        this.log = log;
    }

    String id() {
        return id;
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LockService.class.getName(), "node"));
        command.addAll(List.of("--id", id));
        // No node outlives a run that was broken off.
        command.addAll(List.of("--parent", Long.toString(ProcessHandle.current().pid())));
        command.addAll(flags);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                .start();
    }

    /** As {@code kill -9} does; also of a process that is stopped. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** As {@code kill} does, and if that is not enough {@link #kill}. */
    void end() throws InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            kill();
        }
    }

    /** Has it stand still. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(id + " does not run");
        }
        int exit = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill " + name + " of " + id + " failed with " + exit);
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** How many lines of its log say that. */
    long says(String text) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(text))
                .count();
    }
}
