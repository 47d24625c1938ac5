/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One life of a node, from power on to crash. What belongs to it goes with it. */
final class SimulatedProcess {
    final Simulation simulation;
    final SimulatedNode node;
    final int incarnation;
    final RandomGenerator laneRandom;
    final SimulatedHost host;
    final SimulatedTransport transport;
    final SimulatedStorage storage;
    private final List<SimulatedLane> lanes = new ArrayList<>();
    private final Map<Object, Runnable> onDeath = new LinkedHashMap<>();
    private boolean alive = true;
    private int effectsUntilCrash = -1;

    SimulatedProcess(Simulation simulation, SimulatedNode node, int incarnation) {
        this.simulation = simulation;
        this.node = node;
        this.incarnation = incarnation;
        this.laneRandom = simulation.random("lanes/" + node.peer() + "/" + incarnation);
        this.host = new SimulatedHost(this);
        this.transport = new SimulatedTransport(this);
        this.storage = node.disk().open(this);
    }

    boolean isAlive() {
        return alive;
    }

    long pausedUntil() {
        return node.pausedUntil();
    }

    void crashAfterEffects(int effects) {
        effectsUntilCrash = effects;
    }

    /** Called before everything that leaves a task: false when the process is dead, or dies just before this. */
    boolean mayAct() {
        SimulatedLane lane = simulation.lane();
        if (lane != null && lane.isBlocked()) {
            throw new IllegalStateException("a task goes on after the call that was to be its last");
        }
        if (alive && effectsUntilCrash >= 0 && effectsUntilCrash-- == 0) {
            node.crash();
        }
        return alive;
    }

    SimulatedLane lane(String name, boolean light) {
        SimulatedLane lane = new SimulatedLane(this, name, light);
        lanes.add(lane);
        return lane;
    }

    void onDeath(Object key, Runnable action) {
        onDeath.put(key, action);
    }

    void forget(Object key) {
        onDeath.remove(key);
    }

    void end() {
        alive = false;
        transport.end();
        lanes.forEach(SimulatedLane::end);
        simulation.unwind(this);
        List<Runnable> last = List.copyOf(onDeath.values());
        onDeath.clear();
        last.forEach(Runnable::run);
    }

    @Override
    public String toString() {
        return node.peer() + "#" + incarnation;
    }
}
