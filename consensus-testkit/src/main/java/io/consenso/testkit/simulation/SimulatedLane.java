/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.spi.Host;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A lane whose tasks are events. At most one event stands for the whole lane: the start of the task at its head. */
final class SimulatedLane implements Host.Lane {
    private final SimulatedProcess process;
    private final Simulation simulation;
    private final String name;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final List<Suspension> closers = new ArrayList<>(0);
    private final Event start;
    private boolean scheduled;
    private boolean running;
    private boolean closed;

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
        if (process.mayAct()) {
            accept(task);
        }
    }

    @Override
    public void after(long delayNanos, Runnable task) {
        long delay = process.node.clock().toVirtual(Math.max(0, delayNanos));
        long moment = SimulatedTime.plus(simulation.now(), delay);
        if (process.isAlive() && moment < Long.MAX_VALUE) {
            simulation.schedule(process, moment, () -> accept(task));
        }
    }

    @Override
    public void close() {
        closed = true;
        if (isEnded() || simulation.isRunning(this)) {
            return;
        }
        if (simulation.isRunning()) {
            Suspension closer = simulation.suspension();
            closers.add(closer);
            simulation.suspend(closer);
        } else {
            simulation.drive(this::isEnded, Long.MAX_VALUE);
        }
    }

    /** The process is dead, and whoever waits for this lane need not. */
    void end() {
        waiting.clear();
        running = false;
        scheduled = false;
        wakeClosers();
    }

    private boolean isEnded() {
        return !process.isAlive() || (closed && waiting.isEmpty() && !running);
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
            simulation.schedule(start, simulation.now() + delay);
        }
    }

    private void runOne() {
        scheduled = false;
        running = true;
        simulation.trace().event(simulation.now(), process.node.name(), "run", name, waiting.size());
        try {
            simulation.enter(process, this, waiting.remove());
        } finally {
            running = false;
        }
        arm();
        if (isEnded()) {
            wakeClosers();
        }
    }

    private void wakeClosers() {
        closers.forEach(closer -> closer.endAt(simulation.now()));
        closers.clear();
    }
}
