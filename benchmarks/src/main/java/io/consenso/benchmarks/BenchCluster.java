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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Three {@link BenchNode}s on this machine. */
final class BenchCluster implements AutoCloseable {
    private static final List<String> IDS = List.of("a", "b", "c");

    private final String engine;
    private final List<Integer> ports = freePorts(2 * IDS.size());
    private final List<Process> nodes = new ArrayList<>();
    private final Map<String, String> roles = new ConcurrentHashMap<>();

    private BenchCluster(String engine) throws IOException {
        this.engine = engine;
    }

    /** Started, with data below that directory; {@code jvm} are the nodes' options, separated by semicolons. */
    static BenchCluster start(String engine, Path dir, String jvm) throws IOException {
        BenchCluster cluster = new BenchCluster(engine);
        try {
            for (int i = 0; i < IDS.size(); i++) {
                cluster.start(i, Files.createDirectories(dir), jvm);
            }
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw e;
        }
    }

    private void start(int number, Path dir, String jvm) throws IOException {
        String id = IDS.get(number);
        String peers = "a=" + ports.get(0) + ",b=" + ports.get(1) + ",c=" + ports.get(2);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Arrays.stream(jvm.split(";", -1)).filter(o -> !o.isEmpty()).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchNode.class.getName()));
        command.addAll(List.of(id, peers, String.valueOf(frontPort(number))));
        command.addAll(List.of(dir.resolve(id).toString(), engine));
        Process node = new ProcessBuilder(command)
                .redirectError(new File(dir.resolve(id) + ".log"))
                .start();
        nodes.add(node);
        Thread follow = new Thread(() -> follow(id, node), "follow-" + id);
        follow.setDaemon(true);
        follow.start();
    }

    private void follow(String id, Process node) {
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

    String engine() {
        return engine;
    }

    /** Waits for a leader; the port of its front door. */
    int leaderPort() throws InterruptedException {
        for (int tries = 0; tries < 1500; tries++) {
            for (int i = 0; i < IDS.size(); i++) {
                if ("LEADER".equals(roles.get(IDS.get(i)))) {
                    return frontPort(i);
                }
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("no leader within 30 seconds; see the nodes' logs");
    }

    private int frontPort(int number) {
        return ports.get(IDS.size() + number);
    }

    /** What all nodes have used. */
    double cpuSeconds() {
        return nodes.stream()
                .mapToDouble(node -> node.info()
                        .totalCpuDuration()
                        .map(d -> d.toNanos() / 1e9)
                        .orElse(0.0))
                .sum();
    }

    @Override
    public void close() {
        nodes.forEach(BenchCluster::stop);
    }

    private static void stop(Process node) {
        try (OutputStream in = node.getOutputStream()) {
            in.write('\n');
        } catch (IOException e) {
            System.err.println("a node has ended by itself: " + e);
        }
        try {
            if (!node.waitFor(10, TimeUnit.SECONDS)) {
                node.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            node.destroyForcibly();
            Thread.currentThread().interrupt();
        }
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
}
