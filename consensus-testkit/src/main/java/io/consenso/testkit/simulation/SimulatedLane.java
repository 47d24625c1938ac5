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
import org.jspecify.annotations.Nullable;

/** A lane whose tasks are events. At most one event stands for the whole lane: the start of the task at its head. */
final class SimulatedLane implements Host.Lane {
    private final SimulatedProcess process;
    private final Simulation simulation;
    private final String name;
    private final boolean light;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final List<Suspension> closers = new ArrayList<>(0);
    private final Event start;
    private @Nullable Thread runner;
    private boolean scheduled;
    // The last call of the task before has not yet ended.
    private boolean blocked;
    private boolean closed;

    SimulatedLane(SimulatedProcess process, String name, boolean light) {
        this.process = process;
        this.simulation = process.simulation;
        this.name = name;
        this.light = light;
        this.start = new Event(process) {
            @Override
            void fire() {
                scheduled = false;
                run(waiting.remove());
            }
        };
    }

    /** Whether its tasks have promised not to block. */
    boolean isLight() {
        return light;
    }

    boolean isBlocked() {
        return blocked;
    }

    /**
     * The running task ends with a call that takes that long, and this follows. No thread waits meanwhile, which is why the call must be the
     * last thing that the task does.
     */
    void goOnAfter(long nanos, Runnable rest) {
        blocked = true;
        simulation.schedule(process, SimulatedTime.plus(simulation.now(), nanos), () -> {
            blocked = false;
            run(rest);
        });
    }

    @Override
    public void execute(Runnable task) {
        if (process.mayAct()) {
            accept(task);
        }
    }

    @Override
    public void defer(Runnable task) {
        if (process.mayAct() && !closed) {
            enqueue(task);
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
        if (isEnded() || runner == Thread.currentThread()) {
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
        wakeClosers();
    }

    private boolean isEnded() {
        return !process.isAlive() || (closed && waiting.isEmpty() && runner == null && !blocked);
    }

    private void accept(Runnable task) {
        if (closed) {
            return;
        }
        if (isBorrowed()) {
            runBorrowed(task);
        } else {
            enqueue(task);
        }
    }

    private void enqueue(Runnable task) {
        waiting.add(task);
        arm();
    }

    /** A light lane that is idle borrows the thread that hands a task over, or not: half the time each, so that both are tried. */
    private boolean isBorrowed() {
        return light
                && runner == null
                && !blocked
                && waiting.isEmpty()
                && simulation.isRunning()
                && process.node.slowness(name) == 1.0
                && process.laneRandom.nextBoolean();
    }

    private void runBorrowed(Runnable task) {
        try {
            run(task);
        } catch (ProcessDied unwinding) {
            throw unwinding;
        } catch (Throwable t) {
            simulation.fail(process, t);
        }
    }

    private void arm() {
        if (!scheduled && runner == null && !blocked && !waiting.isEmpty()) {
            scheduled = true;
            long delay = (long) (simulation.laneDelay(process.laneRandom) * process.node.slowness(name));
            simulation.schedule(start, simulation.now() + delay);
        }
    }

    private void run(Runnable task) {
        simulation.trace().event(simulation.now(), process.node.name(), "run", name, waiting.size());
        runner = Thread.currentThread();
        try {
            simulation.enter(process, this, task);
        } finally {
            runner = null;
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
