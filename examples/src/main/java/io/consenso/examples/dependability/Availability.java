/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.dependability;

import io.consenso.PeerId;
import io.consenso.examples.Protocol;
import io.consenso.examples.Table;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.SimulatedNode;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * For which share of the time a group serves whose nodes fail and are repaired independently of each other: by the formula, and measured in
 * simulated groups whose nodes do just that.
 */
final class Availability {
    private static final Duration NODE_UP = Duration.ofSeconds(60);
    private static final Duration NODE_DOWN = Duration.ofSeconds(6);
    private static final Duration THINKING = Duration.ofMillis(50);
    /** A gap between answers that is shorter than this is no outage. */
    private static final long GAP_NANOS = Duration.ofMillis(150).toNanos();

    private static final Duration SOON = Duration.ofSeconds(30);

    private final long seed;
    private final Duration measured;

    Availability(long seed, Duration measured) {
        this.seed = seed;
        this.measured = measured;
    }

    /** What a run showed: the share of the time with service, and how often a leader was lost. */
    record Outcome(double share, int outages, double meanOutageMillis) {}

    /** The share of the time that a node is up. */
    static double ofNode(double up, double down) {
        return up / (up + down);
    }

    /** The chance that at least a majority of n nodes is up, each with that chance on its own. */
    static double ofGroup(int nodes, double ofNode) {
        double sum = 0;
        for (int up = nodes / 2 + 1; up <= nodes; up++) {
            sum += choose(nodes, up) * Math.pow(ofNode, up) * Math.pow(1 - ofNode, nodes - up);
        }
        return sum;
    }

    private static double choose(int n, int k) {
        double ways = 1;
        for (int i = 1; i <= k; i++) {
            ways = ways * (n - k + i) / i;
        }
        return ways;
    }

    /** What operators meet: nodes that are up for this share of the time. */
    static Table formula() {
        Table table = new Table(List.of("a node is up", "1 node", "3 nodes", "5 nodes", "7 nodes"));
        for (double ofNode : new double[] {0.9, 0.99, 0.999, 0.9999}) {
            table.add(List.of(
                    percent(ofNode, 2),
                    downtime(ofNode),
                    downtime(ofGroup(3, ofNode)),
                    downtime(ofGroup(5, ofNode)),
                    downtime(ofGroup(7, ofNode))));
        }
        return table;
    }

    Table table() {
        Table table = new Table(
                List.of("group", "formula", "measured", "outages in " + measured.toHours() + " h", "mean outage, ms"));
        double ofNode = ofNode((double) NODE_UP.toSeconds(), (double) NODE_DOWN.toSeconds());
        for (int nodes : List.of(3, 5)) {
            for (Protocol protocol : Protocol.values()) {
                Outcome outcome = run(protocol, nodes);
                table.add(List.of(
                        nodes + " nodes, " + protocol.word(),
                        percent(ofGroup(nodes, ofNode), 2),
                        percent(outcome.share, 2),
                        Integer.toString(outcome.outages),
                        String.format(Locale.ROOT, "%,.0f", outcome.meanOutageMillis)));
            }
        }
        return table;
    }

    Outcome run(Protocol protocol, int nodes) {
        try (Simulation simulation = new Simulation(seed)) {
            SimulatedCluster<RegisterMachine> cluster = SimulatedCluster.of(
                            simulation, protocol.engine(Protocol.ELECTION_TIMEOUT), nodes, RegisterMachine::new)
                    .start();
            cluster.awaitLeader(SOON);
            Prober prober = new Prober(cluster, THINKING).start();
            RandomGenerator random = simulation.random("failures");
            cluster.peers().forEach(peer -> failLater(cluster, peer, random));
            long begunAt = simulation.now();
            simulation.run(measured);
            return outcome(prober, begunAt, simulation.now());
        }
    }

    private static Outcome outcome(Prober prober, long begunAt, long endedAt) {
        long last = begunAt;
        long lost = 0;
        int outages = 0;
        for (long at : prober.answeredAt()) {
            if (at - last > GAP_NANOS) {
                lost += at - last - THINKING.toNanos();
                outages++;
            }
            last = at;
        }
        lost += endedAt - last > GAP_NANOS ? endedAt - last : 0;
        double share = 1 - (double) lost / (endedAt - begunAt);
        return new Outcome(share, outages, outages == 0 ? 0 : lost / 1e6 / outages);
    }

    private static void failLater(SimulatedCluster<?> cluster, PeerId peer, RandomGenerator random) {
        Simulation simulation = cluster.simulation();
        simulation.after(exponential(random, NODE_UP), () -> {
            SimulatedNode node = cluster.node(peer);
            node.crash();
            simulation.after(exponential(random, NODE_DOWN), () -> {
                node.restart();
                failLater(cluster, peer, random);
            });
        });
    }

    private static Duration exponential(RandomGenerator random, Duration mean) {
        // The logarithm of StrictMath gives the same figures on every machine.
        return Duration.ofNanos((long) (-mean.toNanos() * StrictMath.log(1 - random.nextDouble())));
    }

    /** As hours, minutes or seconds in a year. */
    static String downtime(double availability) {
        double seconds = (1 - availability) * Duration.ofDays(365).toSeconds();
        String text = seconds >= 86_400
                ? String.format(Locale.ROOT, "%.1f days", seconds / 86_400)
                : seconds >= 3_600
                        ? String.format(Locale.ROOT, "%.1f h", seconds / 3_600)
                        : seconds >= 60
                                ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
                                : String.format(Locale.ROOT, "%.1f s", seconds);
        return text;
    }

    static String percent(double share, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f %%", 100 * share);
    }
}
