/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import io.consenso.examples.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * A node is down while 100,000 writes go by and the log is compacted below where it was: it must come back through a snapshot. Another is
 * killed and must come back by itself, from its checkpoint and its log. All in little memory.
 */
final class RecoveryScenario implements Smoke.Scenario {
    private static final int WRITES = 100_000;
    private static final int KEYS = 50_000;
    private static final int VALUE_BYTES = 100;
    private static final int PIPELINE = 500;
    private static final int CLIENTS = 4;
    private static final int TRAILING_ENTRIES = 50;

    @Override
    public String name() {
        return "recovery through snapshot, checkpoint and log";
    }

    @Override
    public void run(Path launcher, Protocol protocol, Path data) throws Exception {
        List<String> flags =
                List.of("--snapshot-entries", "100", "--trailing-entries", Integer.toString(TRAILING_ENTRIES));
        try (SmokeCluster cluster = new SmokeCluster(launcher, protocol, data, "-Xmx256m", flags)) {
            cluster.start();
            missSnapshots(cluster);
            restart(cluster);
            cluster.stop();
        }
    }

    private static void missSnapshots(SmokeCluster cluster) throws Exception {
        NodeProcess absent = cluster.nodes().get(2);
        List<NodeProcess> present = cluster.nodes().subList(0, 2);
        write(present, 1_000);
        cluster.awaitCaughtUp(absent);
        long left = absent.number("applied_index");
        absent.kill();
        cluster.awaitLeader();
        long began = System.nanoTime();
        write(present, WRITES);
        double seconds = (System.nanoTime() - began) / 1e9;
        Smoke.say("  %,d writes without %s in %.1f s, %,.0f/s", WRITES, absent.id(), seconds, WRITES / seconds);
        for (NodeProcess node : present) {
            cluster.await(
                    node.id() + " to compact the log above index " + left,
                    () -> node.number("snapshot_index") > left + TRAILING_ENTRIES);
        }
        began = System.nanoTime();
        absent.start();
        String digest = cluster.awaitSameDigest();
        require(mentions(absent, "snapshot installed"), absent.id() + " did not come back through a snapshot");
        Smoke.say(
                "  %s was at index %d, came back through a snapshot in %.1f s; all nodes at %s",
                absent.id(), left, (System.nanoTime() - began) / 1e9, digest);
    }

    private static void restart(SmokeCluster cluster) throws Exception {
        NodeProcess node = cluster.nodes().get(0);
        do {
            write(List.of(node), 10);
        } while (node.number("applied_index") <= node.number("snapshot_index"));
        long snapshot = node.number("snapshot_index");
        node.kill();
        cluster.awaitLeader();
        long began = System.nanoTime();
        node.start();
        cluster.awaitCaughtUp(node);
        String digest = cluster.awaitSameDigest();
        require(
                mentions(node, "restored snapshot at index " + snapshot),
                node.id() + " did not restore its checkpoint");
        Smoke.say(
                "  %s replayed its checkpoint of index %d and the log in %.1f s; all nodes at %s",
                node.id(), snapshot, (System.nanoTime() - began) / 1e9, digest);
    }

    private static boolean mentions(NodeProcess node, String text) throws IOException {
        return node.logLines().stream().anyMatch(line -> line.contains(text));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void write(List<NodeProcess> nodes, int count) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                NodeProcess node = nodes.get(i % nodes.size());
                running.add(clients.submit(() -> writeShare(node, number, count)));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void writeShare(NodeProcess node, int number, int count) {
        try (Jedis jedis = node.connect()) {
            List<Response<String>> responses = new ArrayList<>();
            Pipeline pipeline = jedis.pipelined();
            for (int i = number; i < count; i += CLIENTS) {
                String key = "key" + i % KEYS;
                responses.add(pipeline.set(
                        key, (key + "=" + i + ";").repeat(VALUE_BYTES).substring(0, VALUE_BYTES)));
                if (responses.size() == PIPELINE || i + CLIENTS >= count) {
                    pipeline.sync();
                    responses.forEach(Response::get);
                    responses.clear();
                }
            }
        }
    }
}
