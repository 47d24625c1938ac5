/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.dependability;

import io.consenso.PeerId;
import io.consenso.examples.Protocol;
import io.consenso.examples.Table;
import io.consenso.runtime.Status;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.Fault;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.Faults;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one fault of each kind does to a group of three, under a client that writes all the time: for how long nobody is served, and how soon
 * after the fault's end every replica is up and has everything again.
 */
final class RepairTimes {
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration LASTING = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration THINKING = Duration.ofMillis(5);
    private static final int SIZE = 3;

    private final long firstSeed;
    private final int seeds;

    RepairTimes(long firstSeed, int seeds) {
        this.firstSeed = firstSeed;
        this.seeds = seeds;
    }

    /** In nanoseconds. */
    private record Outcome(long outage, long repair) {}

    Table table() {
        Table table = new Table(List.of(
                "class: what is injected for 5 s",
                "Raft: no service, median ms",
                "worst",
                "whole again, median ms",
                "Paxos: no service, median ms",
                "worst",
                "whole again, median ms"));
        kinds().forEach(kind -> table.add(row(kind)));
        return table;
    }

    /** Class after class. */
    static List<FaultKind> kinds() {
        return Arrays.stream(FaultKind.values())
                .sorted(Comparator.comparing(FaultClass::of))
                .toList();
    }

    List<String> row(FaultKind kind) {
        Fault fault = fault(kind);
        List<String> row = new ArrayList<>();
        row.add(FaultClass.of(kind).word() + ": `" + fault.text().replaceFirst("^\\S+ ", "") + "`");
        for (Protocol protocol : Protocol.values()) {
            List<Outcome> outcomes = new ArrayList<>();
            for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
                outcomes.add(run(protocol, fault, seed));
            }
            List<Long> outages = outcomes.stream().map(Outcome::outage).sorted().toList();
            List<Long> repairs = outcomes.stream().map(Outcome::repair).sorted().toList();
            row.add(millis(outages.get(seeds / 2)));
            row.add(millis(outages.get(seeds - 1)));
            row.add(millis(repairs.get(seeds / 2)));
        }
        return row;
    }

    /** The leader's node, or its links, where the kind names any; a third of the way from the mildest to the worst. */
    static Fault fault(FaultKind kind) {
        List<Integer> nodes = switch (kind.where()) {
            case NONE -> List.of();
            case NODE, SOME, LINKS -> List.of(Fault.LEADER);
            case PAIR -> List.of(Fault.LEADER, 1);
        };
        if (kind == FaultKind.BRIDGE || kind == FaultKind.CHAIN || kind == FaultKind.QUORUM_LOSS) {
            nodes = List.of(Fault.LEADER, 1);
        }
        if (kind == FaultKind.FRAME_DROP) {
            nodes = List.of();
        }
        long number = kind == FaultKind.FRAME_DROP ? kind.min() : kind.min() + (kind.max() - kind.min()) / 3;
        Duration lasting = kind.lasts() ? LASTING : Duration.ZERO;
        return new Fault(BEFORE, kind, nodes, lasting, number);
    }

    private static Outcome run(Protocol protocol, Fault fault, long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            SimulatedCluster<RegisterMachine> cluster = SimulatedCluster.of(
                            simulation, protocol.engine(Protocol.ELECTION_TIMEOUT), SIZE, RegisterMachine::new)
                    .start();
            cluster.awaitLeader(LIMIT);
            Faults faults = FaultSchedule.of(fault).applyTo(cluster);
            Prober prober = new Prober(cluster, THINKING).start();
            simulation.run(BEFORE);
            long begunAt = simulation.now();
            simulation.run(fault.lasting());
            long endedAt = simulation.now();
            long goal = cluster.nodes().stream()
                    .filter(node -> cluster.replica(node.peer()).isPresent())
                    .mapToLong(node -> cluster.status(node.peer()).commitIndex())
                    .max()
                    .orElse(0);
            boolean isWhole = simulation.runUntil(() -> isWhole(cluster, goal), LIMIT);
            long repair = isWhole ? simulation.now() - endedAt : Long.MAX_VALUE;
            simulation.runUntil(() -> prober.answeredAt().stream().anyMatch(at -> at > endedAt), LIMIT);
            if (faults.injected().getOrDefault(fault.kind(), 0L) == 0) {
                throw new AssertionError(fault.text() + " found nothing to break under seed " + seed);
            }
            return new Outcome(prober.longestGapSince(begunAt), repair);
        }
    }

    private static boolean isWhole(SimulatedCluster<RegisterMachine> cluster, long goal) {
        for (PeerId peer : cluster.peers()) {
            if (cluster.replica(peer).isEmpty()) {
                return false;
            }
            Status status = cluster.status(peer);
            if (status.appliedIndex() < goal
                    || status.leader().isEmpty()
                    || status.fault().isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static String millis(long nanos) {
        return nanos == Long.MAX_VALUE ? "never" : String.format(Locale.ROOT, "%,.0f", nanos / 1e6);
    }
}
