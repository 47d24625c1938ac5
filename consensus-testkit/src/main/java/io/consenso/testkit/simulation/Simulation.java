/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A discrete-event simulation of machines, disks and a network: one thread, virtual time, one seed. Whatever runs on the
 * {@link SimulatedNode#host() hosts}, {@link SimulatedNode#transport() transports} and {@link SimulatedNode#storage() storages} of its
 * nodes runs the same way again under the same seed, as long as it takes time, randomness and threads from there alone.
 *
 * <p><b>Time.</b> The clock stands still while code runs and jumps from one event to the next. A call that blocks (a synced write, a
 * snapshot's commit) moves the clock of the task that makes it, and of nothing else: what the task does afterwards happens that much
 * later, and not at all if its process is dead by then; its lane is busy until then. The one thing that the outside sees too early is a
 * plain Java value that such a task changes, a completed future among them: look at it through {@link SimulatedNode#observe}.
 *
 * <p>Not for more than one thread at a time.
 */
public final class Simulation {
    /** Wall clocks start here: 2026-01-01T00:00:00Z. */
    static final long WALL_START_MILLIS = 1_767_225_600_000L;

    private final long seed;
    private final Trace trace;
    private final EventQueue queue = new EventQueue();
    private final Map<PeerId, SimulatedNode> nodes = new HashMap<>();
    private final List<SimulatedNode> nodeList = new ArrayList<>();
    private final SimulatedNetwork network;
    private long clock;
    private long fired;

    // Where the code that runs right now stands: its own moment, at or after the clock, its process and its lane.
    private long taskNow = Long.MIN_VALUE;
    private @Nullable SimulatedLane taskLane;
    private @Nullable SimulatedProcess taskProcess;

    private int depth;
    private @Nullable SimulationFailure failure;
    private long laneDelayMin = 1_000;
    private long laneDelayMax = 50_000;

    /** A simulation that keeps only the hash of its trace. */
    public Simulation(long seed) {
        this(seed, Trace.hashOnly());
    }

    /** A simulation that notes its events in that trace. */
    public Simulation(long seed, Trace trace) {
        this.seed = seed;
        this.trace = trace;
        this.network = new SimulatedNetwork(this);
    }

    /** What everything here is drawn from. */
    public long seed() {
        return seed;
    }

    /** What happened so far. */
    public Trace trace() {
        return trace;
    }

    /** What connects the nodes. */
    public SimulatedNetwork network() {
        return network;
    }

    /** Virtual nanoseconds since the start; inside a task, the task's own moment. Not any node's clock. */
    public long now() {
        return Math.max(clock, taskNow);
    }

    /** How many events have happened. */
    public long eventsFired() {
        return fired;
    }

    /** A generator that depends on the seed and the purpose alone: the same purpose gives the same numbers, another gives unrelated ones. */
    public RandomGenerator random(String purpose) {
        long mixed = seed;
        for (int i = 0; i < purpose.length(); i++) {
            mixed = (mixed ^ purpose.charAt(i)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        return new SplittableRandom(mixed);
    }

    /** The node of that name; it is created, and up, when it is first asked for. */
    public SimulatedNode node(PeerId peer) {
        SimulatedNode known = nodes.get(peer);
        if (known != null) {
            return known;
        }
        SimulatedNode node = new SimulatedNode(this, peer, nodeList.size());
        nodes.put(peer, node);
        nodeList.add(node);
        node.powerOn();
        return node;
    }

    /** Every node that was ever asked for, in that order. */
    public List<SimulatedNode> nodes() {
        return Collections.unmodifiableList(nodeList);
    }

    /** How long a task waits at least and at most between being handed to an idle lane and running. */
    public void laneDelay(Duration min, Duration max) {
        laneDelayMin = min.toNanos();
        laneDelayMax = max.toNanos();
    }

    /** Lets that much virtual time pass. Throws {@link SimulationFailure} when a task throws. */
    public void run(Duration duration) {
        long end = SimulatedTime.plus(clock, duration.toNanos());
        runTo(end);
        clock = Math.max(clock, end);
    }

    /**
     * Lets virtual time pass until the condition holds, at most that long; checked before every event. Returns whether it holds. Throws
     * {@link SimulationFailure} when a task throws.
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = SimulatedTime.plus(clock, limit.toNanos());
        while (!condition.getAsBoolean()) {
            Event next = queue.peek();
            if (next == null || next.at > end) {
                clock = Math.max(clock, end);
                return condition.getAsBoolean();
            }
            step();
        }
        return true;
    }

    /** Lets the next event happen. Returns false when there is none. Throws {@link SimulationFailure} when a task throws. */
    public boolean step() {
        Event event = queue.poll();
        if (event == null) {
            return false;
        }
        clock = Math.max(clock, event.at);
        SimulatedProcess process = event.process;
        if (process != null && !process.isAlive()) {
            return true;
        }
        if (process != null && process.pausedUntil() > clock) {
            queue.add(event, process.pausedUntil());
            return true;
        }
        fired++;
        depth++;
        try {
            fire(event);
        } finally {
            depth--;
        }
        throwFailure();
        return true;
    }

    /** Runs the action once the delay has passed: for clients, fault schedules and checks, which belong to no node. */
    public void after(Duration delay, Runnable action) {
        schedule(
                new Event(null) {
                    @Override
                    void fire() {
                        action.run();
                    }
                },
                SimulatedTime.plus(now(), delay.toNanos()));
    }

    /** Puts a line of the caller's own into the trace. */
    public void note(String text) {
        trace.event(now(), "-", "note", text, 0);
    }

    @Nullable
    SimulatedNode find(PeerId peer) {
        return nodes.get(peer);
    }

    void schedule(Event event, long at) {
        queue.add(event, at);
    }

    /** Whether the running task's own moment lies after the clock, so that what it does now must wait for the clock. */
    boolean isAhead() {
        return taskNow > clock;
    }

    /** The running task was blocked that long. */
    void block(long nanos) {
        taskNow = SimulatedTime.plus(now(), nanos);
    }

    boolean isInTask() {
        return taskProcess != null;
    }

    boolean isRunning(SimulatedLane lane) {
        return taskLane == lane;
    }

    /** Runs the body as a task of that process, or of none, and returns the moment at which it ends. */
    long enter(@Nullable SimulatedProcess process, @Nullable SimulatedLane lane, Runnable body) {
        long outerNow = taskNow;
        SimulatedLane outerLane = taskLane;
        SimulatedProcess outerProcess = taskProcess;
        // A task starts when its event comes up, wherever a task stands that waits for it; called directly, it goes on
        // where the caller is.
        taskNow = now();
        taskLane = lane;
        taskProcess = process;
        try {
            body.run();
            return now();
        } finally {
            taskNow = outerNow;
            taskLane = outerLane;
            taskProcess = outerProcess;
        }
    }

    /** Lets everything happen that is due up to that moment. */
    void runTo(long end) {
        for (Event next = queue.peek(); next != null && next.at <= end; next = queue.peek()) {
            step();
        }
    }

    /** Blocks the running task, or whoever calls from outside, until that moment; everything else goes on meanwhile. */
    void waitUntil(long moment) {
        runTo(moment);
        if (isInTask()) {
            taskNow = Math.max(taskNow, moment);
        } else {
            clock = Math.max(clock, moment);
        }
    }

    long laneDelay(RandomGenerator random) {
        return SimulatedTime.uniform(random, laneDelayMin, laneDelayMax);
    }

    private void fire(Event event) {
        long outerNow = taskNow;
        SimulatedLane outerLane = taskLane;
        SimulatedProcess outerProcess = taskProcess;
        taskNow = Long.MIN_VALUE;
        taskLane = null;
        taskProcess = null;
        try {
            event.fire();
        } catch (Throwable t) {
            // A task may crash its own process; what it makes of that afterwards is nobody's concern.
            if (failure == null && (event.process == null || event.process.isAlive())) {
                failure = failure(event, t);
            }
        } finally {
            taskNow = outerNow;
            taskLane = outerLane;
            taskProcess = outerProcess;
        }
    }

    /** A failure inside a nested step must not unwind the code that waits in it: the outermost step throws it. */
    private void throwFailure() {
        SimulationFailure failed = failure;
        if (failed != null && depth == 0) {
            failure = null;
            throw failed;
        }
    }

    private SimulationFailure failure(Event event, Throwable thrown) {
        return thrown instanceof SimulationFailure known
                ? known
                : new SimulationFailure(seed, clock, event.process == null ? "-" : event.process.toString(), thrown);
    }
}
