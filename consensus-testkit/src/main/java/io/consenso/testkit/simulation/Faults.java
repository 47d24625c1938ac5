/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A schedule of faults drawn from the seed: from {@link #start()} on, something breaks every now and then and is mended a while later; at
 * {@link #stop()} everything is mended at once, which begins the time in which the system must prove that it lives.
 */
public final class Faults {
    private final Simulation simulation;
    private final List<SimulatedNode> nodes;
    private final FaultOptions options;
    private final RandomGenerator random;
    private final List<Kind> kinds;
    private final Map<Kind, Long> injected = new EnumMap<>(Kind.class);
    private final Set<SimulatedNode> down = new HashSet<>();
    private boolean isOn;
    // Whoever was scheduled before the last stop is stale.
    private int round;

    /** A schedule for those nodes. */
    public Faults(Simulation simulation, List<SimulatedNode> nodes, FaultOptions options) {
        this.simulation = simulation;
        this.nodes = List.copyOf(nodes);
        this.options = options;
        this.random = simulation.random("faults");
        this.kinds = List.copyOf(options.kinds());
    }

    /** What may break. */
    public enum Kind {
        /** A node's power fails. */
        CRASH,
        /** A node's power fails between two effects of one task. */
        CRASH_IN_TASK,
        /** A node's process is killed. */
        KILL,
        /** All nodes' power fails at once. */
        BLACKOUT,
        /** A process stands still. */
        PAUSE,
        /** A process is slow. */
        SLOW_NODE,
        /** A disk hangs. */
        SLOW_DISK,
        /** The nodes fall into two sides that do not hear each other. */
        PARTITION,
        /** A node hears nobody and is heard by nobody. */
        ISOLATION,
        /** A direction between two nodes is cut. */
        ONE_WAY,
        /** A direction between two nodes holds everything back and then releases it. */
        CLOG,
        /** A connection breaks and is there again at once. */
        RESET,
        /** A node's clocks run fast or slow. */
        DRIFT,
        /** A node's wall clock jumps. */
        CLOCK_JUMP
    }

    /** Begins. */
    public void start() {
        isOn = true;
        scheduleNext();
    }

    /**
     * Breaks nothing more, mends what is broken and restarts who is down. Pauses, hanging disks and clogged links come to their own end, no
     * later than five times {@link FaultOptions#lasting()} from now.
     */
    public void stop() {
        isOn = false;
        round++;
        simulation.network().heal();
        for (SimulatedNode node : nodes) {
            node.slowDown(1);
            node.clock().drift(0);
            bringUp(node);
        }
    }

    /** How often each kind was injected: a run that never saw a fault proves nothing about it. */
    public Map<Kind, Long> injected() {
        return Collections.unmodifiableMap(injected);
    }

    private void scheduleNext() {
        later(draw(options.every()), () -> {
            inject(kinds.get(random.nextInt(kinds.size())));
            scheduleNext();
        });
    }

    private void inject(Kind kind) {
        SimulatedNode one = nodes.get(random.nextInt(nodes.size()));
        SimulatedNode other = nodes.get(random.nextInt(nodes.size()));
        Duration lasting = draw(options.lasting());
        simulation.note("fault " + kind);
        switch (kind) {
            case CRASH -> takeDown(one, lasting, SimulatedNode::crash);
            case CRASH_IN_TASK -> takeDown(one, lasting, node -> node.crashAfterEffects(random.nextInt(50)));
            case KILL -> takeDown(one, lasting, SimulatedNode::kill);
            case BLACKOUT -> blackout();
            case PAUSE -> one.pause(lasting);
            case SLOW_NODE -> slowDown(one, lasting);
            case SLOW_DISK -> one.disk().stall(lasting);
            case PARTITION -> cut(lasting, () -> simulation.network().partition(side()));
            case ISOLATION -> cut(lasting, () -> simulation.network().isolate(one.peer()));
            case ONE_WAY -> cut(lasting, () -> simulation.network().cutOneWay(one.peer(), other.peer()));
            case CLOG -> simulation.network().clog(one.peer(), other.peer(), lasting);
            case RESET -> simulation.network().reset(one.peer(), other.peer());
            case DRIFT -> drift(one, lasting);
            case CLOCK_JUMP -> one.clock().stepWall(Duration.ofSeconds(random.nextInt(-7200, 7200)));
        }
        injected.merge(kind, 1L, Long::sum);
    }

    private void takeDown(SimulatedNode node, Duration lasting, Consumer<SimulatedNode> how) {
        if (node.isUp() && down.size() < options.downMax() && down.add(node)) {
            how.accept(node);
            later(lasting, () -> bringUp(node));
        }
    }

    private void blackout() {
        for (SimulatedNode node : nodes) {
            node.crash();
            down.add(node);
            later(draw(options.lasting()), () -> bringUp(node));
        }
    }

    private void bringUp(SimulatedNode node) {
        down.remove(node);
        if (node.isUp()) {
            node.crashAfterEffects(-1);
        } else {
            node.restart();
        }
    }

    private void slowDown(SimulatedNode node, Duration lasting) {
        node.slowDown(random.nextInt(10, 100));
        later(lasting, () -> node.slowDown(1));
    }

    private void drift(SimulatedNode node, Duration lasting) {
        node.clock().drift(random.nextInt(-10_000, 10_000));
        later(lasting, () -> node.clock().drift(0));
    }

    /** Cuts do not add up to a network in pieces: the first to end mends all. */
    private void cut(Duration lasting, Runnable how) {
        how.run();
        later(lasting, simulation.network()::heal);
    }

    private List<PeerId> side() {
        return nodes.stream()
                .filter(node -> random.nextBoolean())
                .map(SimulatedNode::peer)
                .toList();
    }

    private void later(Duration delay, Runnable action) {
        int scheduledIn = round;
        simulation.after(delay, () -> {
            if (isOn && scheduledIn == round) {
                action.run();
            }
        });
    }

    private Duration draw(Duration mean) {
        long nanos = SimulatedTime.exponential(random, mean.toNanos());
        return Duration.ofNanos(Math.min(nanos, 5 * mean.toNanos()));
    }
}
