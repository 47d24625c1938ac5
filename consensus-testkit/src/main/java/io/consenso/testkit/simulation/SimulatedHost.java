/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.spi.Host;
import java.util.random.RandomGenerator;

/** The host of one process. */
final class SimulatedHost implements Host {
    private final SimulatedProcess process;
    private final String purpose;
    private int generators;

    SimulatedHost(SimulatedProcess process) {
        this.process = process;
        this.purpose = "host/" + process.node.peer() + "/" + process.incarnation + "/";
    }

    @Override
    public long nanoTime() {
        return process.node.clock().nanoTime(process.simulation.now());
    }

    @Override
    public long wallMillis() {
        return process.node.clock().wallMillis(process.simulation.now());
    }

    @Override
    public RandomGenerator random() {
        return process.simulation.random(purpose + generators++);
    }

    @Override
    public Lane lane(String name) {
        return process.lane(name, false);
    }

    @Override
    public Lane lightLane(String name) {
        return process.lane(name, true);
    }
}
