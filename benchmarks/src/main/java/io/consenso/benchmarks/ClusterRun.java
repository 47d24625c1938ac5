/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Three processes on this machine, durable, driven at several depths. Options as {@code name=value}: {@code engine=raft} or {@code paxos}, {@code
 * depths=1,16,64,256,1024}, {@code bytes=128}, {@code seconds=5}, {@code repeat=1}, {@code reads=false}, {@code dir=} (a temporary directory),
 * {@code jvm=} (options for the nodes, separated by semicolons).
 *
 * <p>{@code engine=raft,paxos} measures both in one run, in turn at each depth of each repetition, and ends with their ratio. Each has three
 * processes of its own; those of the other idle meanwhile.
 */
public final class ClusterRun {
    private final Map<String, String> options = new TreeMap<>(Map.of(
            "engine", "raft",
            "depths", "1,16,64,256,1024",
            "bytes", "128",
            "seconds", "5",
            "repeat", "1",
            "reads", "false",
            "jvm", ""));
    private final List<BenchCluster> clusters = new ArrayList<>();
    private final Ratios ratios = new Ratios();

    private ClusterRun(String[] args) {
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            options.put(parts[0], parts[1]);
        }
    }

    /** Prints one line per depth, repetition and engine. */
    public static void main(String[] args) throws Exception {
        ClusterRun run = new ClusterRun(args);
        List<String> engines = run.engines();
        try {
            engines.forEach(BenchNode::engine);
        } catch (IllegalArgumentException e) {
            System.err.println("run: " + e.getMessage());
            System.exit(2);
        }
        run.run(engines);
    }

    private List<String> engines() {
        return Arrays.stream(option("engine").split(",", -1)).distinct().toList();
    }

    private void run(List<String> engines) throws Exception {
        Path dir = options.containsKey("dir")
                ? Files.createDirectories(Path.of(option("dir")))
                : Files.createTempDirectory("consenso-bench");
        try {
            for (String engine : engines) {
                clusters.add(BenchCluster.start(engine, dir.resolve(engine), option("jvm")));
            }
            measureAll();
            ratios.print();
        } finally {
            for (BenchCluster cluster : clusters) {
                cluster.close();
            }
            delete(dir);
        }
    }

    private void measureAll() throws Exception {
        System.out.printf(
                "%8s %8s %10s %10s %10s %10s %10s%n",
                "engine", "depth", "per s", "p50 us", "p99 us", "cpu us", "failed");
        for (int r = 0; r < Integer.parseInt(option("repeat")); r++) {
            for (String depth : option("depths").split(",", -1)) {
                for (BenchCluster cluster : clusters) {
                    measure(cluster, Integer.parseInt(depth), r == 0 ? 3000 : 1000);
                }
            }
        }
    }

    private void measure(BenchCluster cluster, int depth, long warmUpMillis) throws Exception {
        int bytes = Integer.parseInt(option("bytes"));
        long millis = Long.parseLong(option("seconds")) * 1000;
        boolean reads = Boolean.parseBoolean(option("reads"));
        int port = cluster.leaderPort();
        double cpuBefore = cluster.cpuSeconds();
        long start = System.nanoTime();
        LoadClient.Result result = LoadClient.run(port, depth, bytes, reads, warmUpMillis, millis);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = (cluster.cpuSeconds() - cpuBefore) / seconds;
        System.out.printf(
                "%8s %8d %10.0f %10d %10d %10.1f %10d%n",
                cluster.engine(),
                depth,
                result.perSecond(),
                result.p50Micros(),
                result.p99Micros(),
                cpu * 1e6 / result.perSecond(),
                result.failed());
        ratios.add(cluster.engine(), depth, result.perSecond());
    }

    private String option(String name) {
        return Objects.requireNonNull(options.get(name), () -> "no option " + name);
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
