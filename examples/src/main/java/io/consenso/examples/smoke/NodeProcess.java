/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** One node as a process of its own, which dies and comes back. */
final class NodeProcess {
    private static final int STOP_SECONDS_MAX = 20;

    private final String id;
    private final List<String> command;
    private final String javaOptions;
    private final Path log;
    private final int port;
    private @Nullable Process process;

    NodeProcess(String id, List<String> command, String javaOptions, Path log, int port) {
        this.id = id;
        this.command = List.copyOf(command);
        this.javaOptions = javaOptions;
        this.log = log;
        this.port = port;
    }

    String id() {
        return id;
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("JAVA_OPTS", javaOptions);
        process = builder.start();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** As {@code kill} does; returns whether the process ended by itself. */
    boolean stop() throws InterruptedException {
        if (process == null) {
            return true;
        }
        process.destroy();
        boolean ended = process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        kill();
        return ended;
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    Jedis connect() {
        return new Jedis("127.0.0.1", port, 15_000);
    }

    /** The fields of INFO; empty while the node does not answer. */
    Map<String, String> info() {
        Map<String, String> fields = new HashMap<>();
        try (Jedis jedis = connect()) {
            jedis.info().lines().filter(line -> line.contains(":")).forEach(line -> {
                int colon = line.indexOf(':');
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            });
        } catch (JedisException e) {
            return Map.of();
        }
        return fields;
    }

    /** A number of INFO, or -1. */
    long number(String field) {
        return Long.parseLong(info().getOrDefault(field, "-1"));
    }

    List<String> logLines() throws IOException {
        return new ArrayList<>(Files.readAllLines(log));
    }
}
