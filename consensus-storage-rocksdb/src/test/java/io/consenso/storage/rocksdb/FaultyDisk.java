/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.rocksdb.util.Environment;

/**
 * Starts processes whose file calls go through {@code src/test/native/faultydisk.c}. RocksDB's Java binding has no file system of one's
 * own, so faults are put in one floor below it, where they reach its native code and the JDK alike.
 */
final class FaultyDisk {
    /** How a process ends whose power has failed. */
    static final int POWER_FAILED = 99;

    private final Path library;
    private final Path natives;

    private FaultyDisk(Path library, Path natives) {
        this.library = library;
        this.natives = natives;
    }

    /** Compiles the library; skips the test where that cannot be done, except in CI, where a Linux without a compiler is a failure. */
    static FaultyDisk require() throws IOException, InterruptedException {
        boolean isLinux = System.getProperty("os.name").equals("Linux");
        Assumptions.assumeTrue(isLinux, "storage faults below RocksDB need Linux (LD_PRELOAD): skipped");
        boolean hasCompiler = hasCompiler();
        if (!hasCompiler && System.getenv("CI") != null) {
            throw new AssertionError("no C compiler 'cc': in CI the tests of storage faults must run");
        }
        Assumptions.assumeTrue(hasCompiler, "storage faults below RocksDB need a C compiler 'cc': skipped");
        return compile();
    }

    private static boolean hasCompiler() throws InterruptedException {
        try {
            return run(List.of("cc", "--version")) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static synchronized FaultyDisk compile() throws IOException, InterruptedException {
        Path target = Objects.requireNonNull(classes().getParent());
        Path natives = Files.createDirectories(target.resolve("native"));
        Path library = natives.resolve("libfaultydisk.so");
        Path source = target.resolveSibling("src/test/native/faultydisk.c");
        List<String> command = List.of(
                "cc",
                "-shared",
                "-fPIC",
                "-O1",
                "-Wall",
                "-Werror",
                "-o",
                library.toString(),
                source.toString(),
                "-ldl",
                "-lpthread");
        if (run(command) != 0) {
            throw new AssertionError("the faulty disk does not compile: " + String.join(" ", command));
        }
        unpackRocksDb(natives.resolve(Environment.getJniLibraryFileName("rocksdb")));
        return new FaultyDisk(library, natives);
    }

    /** Otherwise each process would unpack its own copy. */
    private static void unpackRocksDb(Path target) throws IOException {
        try (InputStream packed =
                FaultyDisk.class.getResourceAsStream("/" + target.getFileName().toString())) {
            if (packed != null) {
                Files.copy(packed, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path classes() {
        try {
            return Path.of(FaultyDisk.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }

    /**
     * What a process left behind.
     *
     * @param exit its exit code
     * @param lines what it printed
     * @param report what the faulty disk did
     */
    record Outcome(int exit, List<String> lines, List<String> report) {}

    /** Runs the main class to its end with that disk below the directory, which must be a real path. */
    Outcome run(Path directory, DiskFault fault, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Path limbo = directory.resolveSibling(directory.getFileName() + ".limbo");
        Path report = directory.resolveSibling(directory.getFileName() + ".report");
        Files.deleteIfExists(report);
        DurableFiles.deleteTree(limbo);
        ProcessBuilder builder = new ProcessBuilder(command(main, arguments));
        builder.environment().putAll(fault.environment());
        builder.environment().put("FAULTY_DIR", directory.toString());
        builder.environment().put("FAULTY_REPORT", report.toString());
        builder.environment().put("LD_PRELOAD", library.toString());
        Process process = builder.redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int exit = process.waitFor();
        DurableFiles.deleteTree(limbo);
        return new Outcome(exit, lines, Files.exists(report) ? Files.readAllLines(report) : List.of());
    }

    private List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.library.path=" + natives,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
