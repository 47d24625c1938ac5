/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.spi.Host;
import java.util.ArrayDeque;

/**
 * A lane whose tasks are events. At most one event stands for the whole lane: the start of the task at its head.
 *
 * <p>Tasks are accepted when the clock reaches the moment of their hand-over, so a lane sees them in the order of virtual time, whatever
 * the order in which the tasks that handed them over were executed.
 */
final class SimulatedLane implements Host.Lane {
    private final SimulatedProcess process;
    private final Simulation simulation;
    private final String name;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Event start;
    private boolean scheduled;
    private boolean running;
    private boolean closed;
    private long busyUntil;

    SimulatedLane(SimulatedProcess process, String name) {
        this.process = process;
        this.simulation = process.simulation;
        this.name = name;
        this.start = new Event(process) {
            @Override
            void fire() {
                runOne();
            }
        };
    }

    @Override
    public void execute(Runnable task) {
        if (!process.mayAct()) {
            return;
        }
        if (simulation.isAhead()) {
            acceptAt(simulation.now(), task);
        } else {
            accept(task);
        }
    }

    @Override
    public void after(long delayNanos, Runnable task) {
        if (process.isAlive()) {
            long delay = process.node.clock().toVirtual(Math.max(0, delayNanos));
            acceptAt(SimulatedTime.plus(simulation.now(), delay), task);
        }
    }

    /**
     * Waits by letting the simulation go on in here until the lane has ended: everything else keeps its order, and the caller, if it is a
     * task, keeps its own lane busy. Where waiting could not end, because the lane's running task stands below us on the stack, waiting
     * itself, it is not waited for; its lane still runs what it was given.
     */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        if (simulation.isRunning(this)) {
            at(simulation.now(), () -> closed = true);
            return;
        }
        simulation.runTo(simulation.now());
        closed = true;
        while (process.isAlive() && !running && !waiting.isEmpty()) {
            simulation.step();
        }
        if (process.isAlive() && !running) {
            simulation.waitUntil(busyUntil);
        }
    }

    private void acceptAt(long moment, Runnable task) {
        if (moment < Long.MAX_VALUE) {
            at(moment, () -> accept(task));
        }
    }

    private void at(long moment, Runnable action) {
        simulation.schedule(
                new Event(process) {
                    @Override
                    void fire() {
                        action.run();
                    }
                },
                moment);
    }

    private void accept(Runnable task) {
        if (!closed) {
            waiting.add(task);
            arm();
        }
    }

    private void arm() {
        if (!scheduled && !running && !waiting.isEmpty()) {
            scheduled = true;
            long delay = process.node.slowed(simulation.laneDelay(process.laneRandom));
            simulation.schedule(start, Math.max(simulation.now(), busyUntil) + delay);
        }
    }

    private void runOne() {
        scheduled = false;
        running = true;
        simulation.trace().event(simulation.now(), process.node.name(), "run", name, waiting.size());
        try {
            busyUntil = simulation.enter(process, this, waiting.remove());
        } finally {
            running = false;
        }
        arm();
    }
}
