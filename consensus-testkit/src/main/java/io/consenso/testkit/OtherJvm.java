/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Another Java process that runs the same workload on the same class path. Only another process has another iteration order of
 * {@code Set.of} and {@code Map.of}, other identity hash codes, another default locale, time zone and character set.
 */
final class OtherJvm implements AutoCloseable {
    private static final long SECONDS_MAX = 120;

    private final String name;
    private final Process process;
    private final Path output;
    private final Path errors;

    private OtherJvm(String name, Process process, Path output, Path errors) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts one; every second one under another locale, time zone and character set. */
    static OtherJvm start(int number, Class<?> contract, Class<?> machine, long seed, int size) throws IOException {
        boolean isElsewhere = number % 2 == 1;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (isElsewhere) {
            command.addAll(List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Chatham"));
            command.add("-Dfile.encoding=ISO-8859-1");
        }
        command.addAll(List.of(StateMachineProbe.class.getName(), contract.getName()));
        command.addAll(List.of(Long.toString(seed), Integer.toString(size), Integer.toString(number)));
        Path output = Files.createTempFile("consenso-probe", ".out");
        Path errors = Files.createTempFile("consenso-probe", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().put("CLASSPATH", classPath(List.of(contract, machine, StateMachineProbe.class)));
        String name = isElsewhere ? "another JVM with another locale, time zone and character set" : "another JVM";
        return new OtherJvm(name, builder.start(), output, errors);
    }

    String name() {
        return name;
    }

    /** What the process printed, once it has ended. */
    List<String> lines() throws IOException, InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("the other JVM did not end within " + SECONDS_MAX + " s");
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("the other JVM failed: " + Files.readString(errors, StandardCharsets.UTF_8));
        }
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
    }

    /** Modules stand on the class path as well: there they need no descriptor, and test classes need no patch of one. */
    private static String classPath(List<Class<?>> classes) {
        Set<String> paths = new LinkedHashSet<>();
        for (Class<?> type : classes) {
            String root = root(type);
            if (!root.isEmpty()) {
                paths.add(root);
            }
        }
        String separator = System.getProperty("path.separator");
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            for (String path : System.getProperty(property, "").split(separator, -1)) {
                if (!path.isEmpty()) {
                    paths.add(path);
                }
            }
        }
        return String.join(separator, paths);
    }

    /** The directory or archive that the class came from; empty for a class of the JDK. */
    private static String root(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        URL url = type.getResource('/' + file);
        if (url == null) {
            return "";
        }
        String text = url.toString();
        try {
            if (text.startsWith("jar:file:")) {
                return Path.of(URI.create(text.substring(4, text.indexOf("!/"))))
                        .toString();
            }
            return text.startsWith("file:")
                    ? Path.of(URI.create(text.substring(0, text.length() - file.length())))
                            .toString()
                    : "";
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException("no path of " + url, e));
        }
    }
}
