/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that each give a command to the leader, wait for the answer, and give the next one; what fails is given again. */
final class Load {
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(10);
    private static final Bytes COMMAND = RegisterMachine.put("register", "x".repeat(100));

    private final Simulation simulation;
    private final SimulatedCluster<RegisterMachine> cluster;
    private final List<Long> latencies = new ArrayList<>();
    private boolean isMeasuring;

    Load(SimulatedCluster<RegisterMachine> cluster) {
        this.simulation = cluster.simulation();
        this.cluster = cluster;
    }

    /** Loads the group with so many clients, and does that when a tenth of the measured time is over. */
    Figures measure(int clients, Duration measured, Runnable disturbance) {
        for (int client = 0; client < clients; client++) {
            begin();
        }
        simulation.run(WARM_UP);
        simulation.after(measured.dividedBy(10), disturbance);
        isMeasuring = true;
        simulation.run(measured);
        isMeasuring = false;
        return new Figures(latencies, measured);
    }

    private void begin() {
        give(simulation.now());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are handled
    private void give(long begunAt) {
        PeerId leader = cluster.leader().orElse(cluster.peers().get(0));
        cluster.propose(leader, COMMAND).whenComplete((reply, failure) -> {
            if (failure != null) {
                simulation.after(BEFORE_NEXT_TRY, () -> give(begunAt));
                return;
            }
            if (isMeasuring) {
                latencies.add(simulation.now() - begunAt);
            }
            simulation.after(Duration.ZERO, this::begin);
        });
    }
}
