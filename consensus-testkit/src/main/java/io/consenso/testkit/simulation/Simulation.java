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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A discrete-event simulation of machines, disks and a network: one thing at a time, virtual time, one seed. Whatever runs on the
 * {@link SimulatedNode#host() hosts}, {@link SimulatedNode#transport() transports} and {@link SimulatedNode#storage() storages} of its
 * nodes runs the same way again under the same seed, as long as it takes time, randomness and threads from there alone.
 *
 * <p><b>Time.</b> The clock stands still while code runs and jumps from one event to the next. A task that makes a call that blocks (a
 * synced write, a snapshot's commit, closing a lane) stops in the middle, and everything else goes on, until the clock has come to the
 * call's end; there it goes on, or is unwound if its process is dead by then.
 *
 * <p><b>Threads.</b> Events happen on threads of the simulation's own, so that a task can stop in the middle; never two at once, and never
 * while the caller of {@link #run} or {@link #runUntil} runs. Everything here is for one thread at a time: that of the test, or, within
 * tasks, actions and conditions, that of the event.
 */
public final class Simulation implements AutoCloseable {
    /** Wall clocks start here: 2026-01-01T00:00:00Z. */
    static final long WALL_START_MILLIS = 1_767_225_600_000L;

    private final long seed;
    private final Trace trace;
    private final EventQueue queue = new EventQueue();
    private final Map<PeerId, SimulatedNode> nodes = new LinkedHashMap<>();
    private final List<SimulatedNode> nodeList = new ArrayList<>();
    private final Set<Suspension> suspended = new LinkedHashSet<>();
    private final SimulatedNetwork network;
    private long now;
    private long fired;
    private long laneDelayMin = 1_000;
    private long laneDelayMax = 50_000;
    private boolean closed;
    private final List<Runnable> checks = new ArrayList<>(0);
    private long checkedAt;

    // Whose code runs right now.
    private @Nullable SimulatedProcess process;
    private @Nullable SimulatedLane lane;

    // Who waits for the events to be over, and when they are.
    private @Nullable Turn caller;
    private BooleanSupplier goal = () -> true;
    private long goalNanos;
    private @Nullable Throwable failure;

    /** A simulation that keeps only the hash of its trace. */
    public Simulation(long seed) {
        this(seed, Trace.hashOnly());
    }

    /** A simulation that notes its events in that trace. */
    public Simulation(long seed, Trace trace) {
        this.seed = seed;
        this.trace = trace;
        this.network = new SimulatedNetwork(this);
        trace.clock(() -> now);
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

    /** Virtual nanoseconds since the start. Not any node's clock. */
    public long now() {
        return now;
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

    /** Lets that much virtual time pass; within an event, blocks it that long. Throws {@link SimulationFailure} when a task throws. */
    public void run(Duration duration) {
        if (isRunning()) {
            block(duration.toNanos());
        } else {
            drive(() -> false, SimulatedTime.plus(now, duration.toNanos()));
        }
    }

    /**
     * Lets virtual time pass until the condition holds, at most that long; checked before every event. Returns whether it holds. Not within
     * an event. Throws {@link SimulationFailure} when a task throws.
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        if (isRunning()) {
            throw new IllegalStateException("an event cannot wait for a condition");
        }
        drive(condition, SimulatedTime.plus(now, limit.toNanos()));
        return condition.getAsBoolean();
    }

    /** Lets the next event happen. Returns false when there is none. Throws {@link SimulationFailure} when a task throws. */
    public boolean step() {
        long before = fired;
        Event next = queue.peek();
        return next != null && runUntil(() -> fired > before, Duration.ofNanos(Long.MAX_VALUE));
    }

    /** Runs the action once the delay has passed: for clients, fault schedules and checks, which belong to no node. */
    public void after(Duration delay, Runnable action) {
        schedule(null, SimulatedTime.plus(now, delay.toNanos()), action);
    }

    /**
     * Runs the check after every event from now on, besides those that are there: for invariants. It must only look. What it throws ends the
     * run as a task that throws does.
     */
    public void afterEachEvent(Runnable check) {
        checks.add(check);
    }

    /** Puts a line of the caller's own into the trace. */
    public void note(String text) {
        trace.event(now, "-", "note", text, 0);
    }

    /** Ends every process and lets go of the threads of tasks that are blocked. Nothing happens afterwards. Idempotent. */
    @Override
    public void close() {
        closed = true;
        nodeList.forEach(SimulatedNode::kill);
        for (Suspension suspension : suspended) {
            suspension.endAt(now);
        }
        if (!suspended.isEmpty()) {
            drive(suspended::isEmpty, now);
        }
    }

    @Nullable
    SimulatedNode find(PeerId peer) {
        return nodes.get(peer);
    }

    void schedule(Event event, long at) {
        queue.add(event, at);
    }

    void schedule(@Nullable SimulatedProcess owner, long at, Runnable action) {
        Event event = new Event(owner) {
            @Override
            void fire() {
                enter(owner, null, action);
            }
        };
        queue.add(event, at);
    }

    /** Whose code runs right now. */
    @Nullable
    SimulatedProcess current() {
        return process;
    }

    /** On which lane, if on one. */
    @Nullable
    SimulatedLane lane() {
        return lane;
    }

    /** Whether an event is happening, as opposed to the test doing something between events. */
    boolean isRunning() {
        return caller != null;
    }

    /** Runs the body as code of that process, on that lane. */
    void enter(@Nullable SimulatedProcess inProcess, @Nullable SimulatedLane onLane, Runnable body) {
        SimulatedProcess outerProcess = process;
        SimulatedLane outerLane = lane;
        process = inProcess;
        lane = onLane;
        try {
            body.run();
        } finally {
            process = outerProcess;
            lane = outerLane;
        }
    }

    /** Stops the running event for that long. The test itself is not stopped by anything: outside of events this returns at once. */
    void block(long nanos) {
        if (!isRunning()) {
            return;
        }
        if (lane != null && lane.isLight()) {
            throw new IllegalStateException("a task of a light lane blocks");
        }
        Suspension suspension = suspension();
        suspension.endAt(SimulatedTime.plus(now, nanos));
        suspend(suspension);
    }

    Suspension suspension() {
        return new Suspension(this, process);
    }

    /** Stops the running event until {@link Suspension#endAt}. */
    void suspend(Suspension suspension) {
        SimulatedProcess outerProcess = process;
        SimulatedLane outerLane = lane;
        process = null;
        lane = null;
        suspended.add(suspension);
        Worker.run(this::happen);
        suspension.turn.await();
        suspended.remove(suspension);
        process = outerProcess;
        lane = outerLane;
        if (closed || (outerProcess != null && !outerProcess.isAlive())) {
            throw new ProcessDied();
        }
    }

    /** The process is dead: what it was blocked in does not return. */
    void unwind(SimulatedProcess dead) {
        for (Suspension suspension : suspended) {
            if (suspension.process == dead) {
                suspension.endAt(now);
            }
        }
    }

    long laneDelay(RandomGenerator random) {
        return SimulatedTime.uniform(random, laneDelayMin, laneDelayMax);
    }

    /** Lets events happen until the goal is reached or the time is over; the caller's thread waits meanwhile. */
    void drive(BooleanSupplier condition, long untilNanos) {
        Turn turn = new Turn();
        caller = turn;
        goal = condition;
        goalNanos = untilNanos;
        Worker.run(this::happen);
        turn.await();
        caller = null;
        Throwable failed = failure;
        failure = null;
        if (failed instanceof RuntimeException e) {
            throw e;
        }
        if (failed instanceof Error e) {
            throw e;
        }
    }

    /** Lets one event happen after the other, on this thread, and returns who is to go on instead. */
    @SuppressWarnings("NullAway") // there is a caller as long as events happen
    private Turn happen() {
        while (!isOver()) {
            Event event = queue.poll();
            if (event == null) {
                now = Math.max(now, goalNanos == Long.MAX_VALUE ? now : goalNanos);
                break;
            }
            now = Math.max(now, event.at);
            if (event instanceof Suspension.Wake wake) {
                if (mayWake(wake)) {
                    fired++;
                    wake.suspension.end();
                    return wake.suspension.turn;
                }
            } else if (mayHappen(event)) {
                fired++;
                fire(event);
            }
        }
        return caller;
    }

    private boolean isOver() {
        if (!checks.isEmpty() && checkedAt != fired && failure == null) {
            checkAll();
        }
        try {
            if (failure != null || goal.getAsBoolean()) {
                return true;
            }
        } catch (Throwable t) {
            failure = t;
            return true;
        }
        Event next = queue.peek();
        if (next != null && next.at > goalNanos) {
            now = Math.max(now, goalNanos);
            return true;
        }
        return false;
    }

    private void checkAll() {
        checkedAt = fired;
        try {
            checks.forEach(Runnable::run);
        } catch (Throwable t) {
            fail(null, t);
        }
    }

    private boolean mayHappen(Event event) {
        if (closed) {
            return false;
        }
        SimulatedProcess owner = event.process;
        return owner == null || (owner.isAlive() && !isPutOff(event, owner));
    }

    private boolean mayWake(Suspension.Wake wake) {
        SimulatedProcess owner = wake.suspension.process;
        return !wake.suspension.isEnded() && (owner == null || !owner.isAlive() || !isPutOff(wake, owner));
    }

    private boolean isPutOff(Event event, SimulatedProcess owner) {
        if (owner.pausedUntil() <= now) {
            return false;
        }
        queue.add(event, owner.pausedUntil());
        return true;
    }

    private void fire(Event event) {
        try {
            event.fire();
        } catch (Throwable t) {
            fail(event.process, t);
        }
    }

    /** Something threw that must not: the run ends here, unless it was the last word of a dead process. */
    void fail(@Nullable SimulatedProcess in, Throwable thrown) {
        boolean isOfTheDead = thrown instanceof ProcessDied || (in != null && !in.isAlive());
        if (!isOfTheDead && failure == null) {
            failure = new SimulationFailure(seed, now, in == null ? "-" : in.toString(), thrown);
            trace.failure(String.valueOf(failure.getMessage()));
        }
    }
}
