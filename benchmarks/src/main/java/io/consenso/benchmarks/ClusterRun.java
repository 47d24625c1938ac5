/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Three processes on this machine, durable, driven at several depths. Options as {@code name=value}: {@code depths=1,16,64,256,1024}, {@code
 * bytes=128}, {@code seconds=5}, {@code repeat=1}, {@code reads=false}, {@code dir=} (a temporary directory), {@code jvm=} (options for the
 * nodes, separated by semicolons).
 */
public final class ClusterRun {
    private static final List<String> IDS = List.of("a", "b", "c");

    private ClusterRun() {}

    /** Prints one line per depth and repetition. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new TreeMap<>(Map.of(
                "depths",
                "1,16,64,256,1024",
                "bytes",
                "128",
                "seconds",
                "5",
                "repeat",
                "1",
                "reads",
                "false",
                "jvm",
                ""));
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            options.put(parts[0], parts[1]);
        }
        Path dir = options.containsKey("dir")
                ? Files.createDirectories(Path.of(options.get("dir")))
                : Files.createTempDirectory("consenso-bench");
        List<Process> nodes = new ArrayList<>();
        try {
            run(options, dir, nodes);
        } finally {
            for (Process node : nodes) {
                stop(node);
            }
            delete(dir);
        }
    }

    private static void run(Map<String, String> options, Path dir, List<Process> nodes) throws Exception {
        List<Integer> ports = freePorts(6);
        String peers = "a=" + ports.get(0) + ",b=" + ports.get(1) + ",c=" + ports.get(2);
        Map<String, String> roles = new ConcurrentHashMap<>();
        for (int i = 0; i < IDS.size(); i++) {
            String id = IDS.get(i);
            Process node = start(options.getOrDefault("jvm", ""), id, peers, ports.get(3 + i), dir.resolve(id));
            nodes.add(node);
            Thread follow = new Thread(() -> follow(id, node, roles), "follow-" + id);
            follow.setDaemon(true);
            follow.start();
        }
        int bytes = Integer.parseInt(options.get("bytes"));
        long millis = Long.parseLong(options.get("seconds")) * 1000;
        boolean reads = Boolean.parseBoolean(options.get("reads"));
        System.out.printf("%8s %10s %10s %10s %10s %10s%n", "depth", "per s", "p50 us", "p99 us", "cpu us", "failed");
        for (int r = 0; r < Integer.parseInt(options.get("repeat")); r++) {
            for (String depth : options.get("depths").split(",", -1)) {
                int leader = awaitLeader(roles);
                double cpuBefore = cpuSeconds(nodes);
                long start = System.nanoTime();
                LoadClient.Result result = LoadClient.run(
                        ports.get(3 + leader), Integer.parseInt(depth), bytes, reads, r == 0 ? 3000 : 1000, millis);
                double seconds = (System.nanoTime() - start) / 1e9;
                double cpu = (cpuSeconds(nodes) - cpuBefore) / seconds;
                System.out.printf(
                        "%8s %10.0f %10d %10d %10.1f %10d%n",
                        depth,
                        result.perSecond(),
                        result.p50Micros(),
                        result.p99Micros(),
                        cpu * 1e6 / result.perSecond(),
                        result.failed());
            }
        }
    }

    private static Process start(String jvm, String id, String peers, int frontPort, Path dir) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Arrays.stream(jvm.split(";", -1)).filter(o -> !o.isEmpty()).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchNode.class.getName()));
        command.addAll(List.of(id, peers, String.valueOf(frontPort), dir.toString()));
        return new ProcessBuilder(command).redirectError(new File(dir + ".log")).start();
    }

    private static void stop(Process node) throws InterruptedException {
        try (OutputStream in = node.getOutputStream()) {
            in.write('\n');
        } catch (IOException e) {
            System.err.println("a node has ended by itself: " + e);
        }
        if (!node.waitFor(10, TimeUnit.SECONDS)) {
            node.destroyForcibly().waitFor();
        }
    }

    private static void follow(String id, Process node, Map<String, String> roles) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                roles.put(id, line);
            }
        } catch (IOException e) {
            System.err.println(id + ": " + e);
        }
        roles.remove(id);
    }

    private static int awaitLeader(Map<String, String> roles) throws InterruptedException {
        for (int tries = 0; tries < 1500; tries++) {
            for (int i = 0; i < IDS.size(); i++) {
                if ("LEADER".equals(roles.get(IDS.get(i)))) {
                    return i;
                }
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("no leader within 30 seconds; see the nodes' logs");
    }

    private static double cpuSeconds(List<Process> nodes) {
        return nodes.stream()
                .mapToDouble(node -> node.info()
                        .totalCpuDuration()
                        .map(d -> d.toNanos() / 1e9)
                        .orElse(0.0))
                .sum();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0));
            ports.add(sockets.get(i).getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
