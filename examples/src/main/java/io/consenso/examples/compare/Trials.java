/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import io.consenso.PeerId;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs the same under every seed. */
final class Trials {
    /** Between two machines of a data centre, and some way apart. */
    static final LinkOptions LINKS =
            LinkOptions.reliable().withDelay(Duration.ofNanos(200_000), Duration.ofNanos(300_000));

    private static final Duration SOON = Duration.ofSeconds(30);

    private Trials() {}

    /** Starts a group on those links for each seed, waits for its leader, and puts together what is measured then. */
    static Figures figures(
            Contender contender,
            int voters,
            LinkOptions links,
            Effort effort,
            Function<SimulatedCluster<RegisterMachine>, Figures> measurement) {
        return Figures.of(each(contender, voters, links, effort, measurement));
    }

    /** As {@link #figures}, one by one. */
    static <T> List<T> each(
            Contender contender,
            int voters,
            LinkOptions links,
            Effort effort,
            Function<SimulatedCluster<RegisterMachine>, T> measurement) {
        List<T> outcomes = new ArrayList<>();
        for (long seed : effort.each()) {
            try (Simulation simulation = new Simulation(seed)) {
                simulation.network().options(LINKS);
                SimulatedCluster<RegisterMachine> cluster = SimulatedCluster.of(
                                simulation, contender.engine(), voters, RegisterMachine::new)
                        .start();
                cluster.awaitLeader(SOON);
                simulation.network().options(links);
                outcomes.add(measurement.apply(cluster));
            }
        }
        return outcomes;
    }

    /** Everybody but the leader, in the order of names. */
    static List<PeerId> followers(SimulatedCluster<?> cluster) {
        List<PeerId> followers = new ArrayList<>(cluster.peers());
        followers.remove(cluster.leader().orElseThrow());
        return followers;
    }
}
