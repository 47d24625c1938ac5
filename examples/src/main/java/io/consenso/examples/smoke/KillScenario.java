/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import io.consenso.examples.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;

/**
 * Leader and followers are killed in turn while clients write. Every acknowledged write must be there exactly once, every reply must have
 * been right, and the nodes must agree.
 */
final class KillScenario implements Smoke.Scenario {
    private static final int KILLS = 6;
    private static final int WRITERS = 4;
    private static final int ELECTION_TIMEOUT_MILLIS = 1_000;
    private static final long NOT_YET = Long.MAX_VALUE;

    @Override
    public String name() {
        return "kill -9 of leader and followers in turn";
    }

    @Override
    public void run(Path launcher, Protocol protocol, Path data) throws Exception {
        List<String> flags = List.of(
                "--election-timeout-ms", Integer.toString(ELECTION_TIMEOUT_MILLIS), "--snapshot-entries", "2000");
        try (SmokeCluster cluster = new SmokeCluster(launcher, protocol, data, "-Xmx256m", flags)) {
            cluster.start();
            Killings killings = new Killings(cluster);
            List<Writer> writers = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Writer writer = new Writer(i, cluster.nodes(), killings::acknowledged);
                writers.add(writer);
                threads.add(new Thread(writer, "writer-" + i));
            }
            threads.forEach(Thread::start);
            try {
                for (int i = 0; i < KILLS; i++) {
                    killings.kill(i);
                }
                TimeUnit.SECONDS.sleep(1);
            } finally {
                writers.forEach(Writer::stop);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            judge(cluster, writers.stream().map(Writer::ledger).toList());
            judgeFailOver(killings.failOverMillis);
            cluster.stop();
        }
    }

    private static void judge(SmokeCluster cluster, List<Ledger> ledgers) throws InterruptedException {
        try (Jedis jedis = cluster.awaitLeader().connect()) {
            for (Ledger ledger : ledgers) {
                for (int token = 0; token < ledger.tokens(); token += Ledger.TOKENS_PER_KEY) {
                    String content = jedis.get(ledger.logKey(token));
                    ledger.checkLog(token, content == null ? "" : content);
                }
                ledger.checkCount(Long.parseLong(jedis.get(ledger.counterKey())));
            }
        }
        long acknowledged =
                ledgers.stream().mapToLong(Ledger::acknowledgedCount).sum();
        long unknown = ledgers.stream().mapToLong(Ledger::unknownCount).sum();
        String digest = cluster.awaitSameDigest();
        Smoke.say("  %,d writes acknowledged, %d unknown; all nodes at %s", acknowledged, unknown, digest);
        List<String> wrong =
                ledgers.stream().flatMap(ledger -> ledger.wrong().stream()).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(wrong.size() + " findings, first: " + wrong.get(0));
        }
        if (acknowledged < KILLS * 100) {
            throw new IllegalStateException("too few writes to mean anything: " + acknowledged);
        }
    }

    private static void judgeFailOver(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        long median = sorted.get(sorted.size() / 2);
        Smoke.say("  fail-over, kill of the leader to first acknowledged write: %s ms, median %d ms", sorted, median);
        if (median >= 2 * ELECTION_TIMEOUT_MILLIS) {
            throw new IllegalStateException(
                    "median fail-over of " + median + " ms, under " + 2 * ELECTION_TIMEOUT_MILLIS + " ms is asked for");
        }
    }

    /** Kills a node, waits until writes go through again, and brings it back. */
    private static final class Killings {
        private final SmokeCluster cluster;
        private final List<Long> failOverMillis = new ArrayList<>();
        private final AtomicLong killed = new AtomicLong(NOT_YET);
        private final AtomicLong recovered = new AtomicLong(NOT_YET);

        Killings(SmokeCluster cluster) {
            this.cluster = cluster;
        }

        /** Only a write that began after the kill shows that the group is alive again. */
        void acknowledged(long began) {
            if (began > killed.get()) {
                recovered.compareAndSet(NOT_YET, System.nanoTime());
            }
        }

        void kill(int round) throws Exception {
            TimeUnit.MILLISECONDS.sleep(500);
            NodeProcess leader = cluster.awaitLeader();
            boolean killsLeader = round % 2 == 0;
            NodeProcess victim = killsLeader ? leader : followers(leader).get(round / 2 % 2);
            recovered.set(NOT_YET);
            long now = System.nanoTime();
            victim.kill();
            // A write that began while the victim was still dying might be one that it had answered.
            killed.set(System.nanoTime());
            cluster.await("a write after the kill of " + victim.id(), () -> recovered.get() != NOT_YET);
            long millis = TimeUnit.NANOSECONDS.toMillis(recovered.get() - now);
            killed.set(NOT_YET);
            if (killsLeader) {
                failOverMillis.add(millis);
            }
            Smoke.say(
                    "  killed %s %s, writes again after %d ms",
                    killsLeader ? "leader" : "follower", victim.id(), millis);
            TimeUnit.MILLISECONDS.sleep(500);
            victim.start();
            cluster.awaitCaughtUp(victim);
        }

        private List<NodeProcess> followers(NodeProcess leader) {
            return cluster.nodes().stream().filter(node -> node != leader).toList();
        }
    }
}
