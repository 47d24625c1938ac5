/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import io.consenso.examples.Protocol;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Three nodes on free ports of this machine. */
final class SmokeCluster implements AutoCloseable {
    private static final List<String> IDS = List.of("a", "b", "c");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<NodeProcess> nodes = new ArrayList<>();

    SmokeCluster(Path launcher, Protocol protocol, Path data, String javaOptions, List<String> flags)
            throws IOException {
        List<Integer> ports = freePorts(2 * IDS.size());
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < IDS.size(); i++) {
            peers.add(IDS.get(i) + "=127.0.0.1:" + ports.get(i));
        }
        for (int i = 0; i < IDS.size(); i++) {
            String id = IDS.get(i);
            int port = ports.get(IDS.size() + i);
            List<String> command = new ArrayList<>(List.of(launcher.toString(), "node", "--id", id));
            command.addAll(List.of("--peers", String.join(",", peers), "--resp", "127.0.0.1:" + port));
            command.addAll(List.of("--data", data.resolve(id).toString(), "--engine", protocol.word()));
            // No node outlives a run that was broken off.
            command.addAll(
                    List.of("--parent", Long.toString(ProcessHandle.current().pid())));
            command.addAll(flags);
            nodes.add(new NodeProcess(id, command, javaOptions, data.resolve(id + ".log"), port));
        }
    }

    /** Held open together, so that no port comes twice. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    void start() throws IOException, InterruptedException {
        for (NodeProcess node : nodes) {
            node.start();
        }
        awaitLeader();
    }

    /** Of two that hold themselves for it, the one of the later epoch. */
    Optional<NodeProcess> leader() {
        return nodes.stream()
                .filter(NodeProcess::isRunning)
                .filter(node -> "leader".equals(node.info().get("role")))
                .max(Comparator.comparingLong(node -> node.number("epoch")));
    }

    NodeProcess awaitLeader() throws InterruptedException {
        await("a leader", () -> leader().isPresent());
        return leader().orElseGet(() -> nodes.get(0));
    }

    /** Until the node has applied all that is known to be committed now. */
    void awaitCaughtUp(NodeProcess node) throws InterruptedException {
        long goal = nodes.stream()
                .mapToLong(each -> each.number("commit_index"))
                .max()
                .orElse(0);
        await(node.id() + " at index " + goal, () -> node.number("applied_index") >= goal);
    }

    /** Until all name the same digest at the same position, which is returned. */
    String awaitSameDigest() throws InterruptedException {
        await(
                "the same digest everywhere",
                () -> digests().distinct().count() == 1 && digests().allMatch(d -> d.contains("@")));
        return digests().findFirst().orElse("");
    }

    private java.util.stream.Stream<String> digests() {
        return nodes.stream().map(node -> node.info().getOrDefault("state_digest", "unavailable"));
    }

    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                StringBuilder seen = new StringBuilder();
                nodes.forEach(node ->
                        seen.append("\n  ").append(node.id()).append(' ').append(node.info()));
                throw new IllegalStateException(
                        "after " + PATIENCE.toSeconds() + " s still waiting for " + what + "; nodes:" + seen);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Stops all nodes the gentle way. */
    void stop() throws InterruptedException {
        for (NodeProcess node : nodes) {
            if (!node.stop()) {
                throw new IllegalStateException(node.id() + " did not stop when asked to");
            }
        }
    }

    @Override
    public void close() {
        for (NodeProcess node : nodes) {
            try {
                node.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
