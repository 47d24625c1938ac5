/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Breaks processes, and keeps who may be brought up by whom. */
final class ProcessFaults {
    private static final String APPLY_LANE = "apply";

    private final FaultTarget target;
    private final BiConsumer<Duration, Runnable> later;
    private final Set<SimulatedNode> down = new LinkedHashSet<>();
    private final Set<SimulatedNode> held = new LinkedHashSet<>();
    private final Layers<SimulatedNode, Double> slowness = new Layers<>(SimulatedNode::slowDown, node -> 1.0);
    private final Layers<SimulatedNode, Double> slowApply =
            new Layers<>((node, factor) -> node.slowLane(APPLY_LANE, factor), node -> 1.0);

    /**
     * With all nodes as they are.
     *
     * @param later runs something after a while, unless all faults are over by then
     */
    ProcessFaults(FaultTarget target, BiConsumer<Duration, Runnable> later) {
        this.target = target;
        this.later = later;
    }

    /** Begins; returns what mends it, or null if there was nothing to break. */
    @Nullable
    Runnable begin(Fault fault, List<SimulatedNode> nodes) {
        if (fault.kind() == FaultKind.BLACKOUT) {
            return blackout(fault.lasting());
        }
        SimulatedNode node = nodes.get(0);
        return switch (fault.kind()) {
            case CRASH -> takeDown(node, node::crash);
            case KILL -> takeDown(node, node::kill);
            case CRASH_IN_TASK -> takeDown(node, () -> node.crashAfterEffects((int) fault.number()));
            case RESTART_LOOP -> takeDown(node, () -> loop(node, fault));
            case PAUSE -> pause(node, fault.lasting());
            case SLOW_APPLY -> slowApply.begin(node, (double) fault.number());
            case SLOW_NODE -> slowness.begin(node, (double) fault.number());
            default -> throw new IllegalArgumentException("no fault of a process: " + fault);
        };
    }

    /** Takes the node down unless it is down; returns what brings it up. */
    private @Nullable Runnable takeDown(SimulatedNode node, Runnable how) {
        if (!node.isUp() || !down.add(node)) {
            return null;
        }
        how.run();
        return () -> release(node);
    }

    /** Has the node, which is down, not come up before {@link #letGo}. */
    void hold(SimulatedNode node) {
        held.add(node);
    }

    void letGo(SimulatedNode node) {
        held.remove(node);
    }

    private void release(SimulatedNode node) {
        if (!down.remove(node) || held.contains(node)) {
            return;
        }
        if (node.isUp()) {
            node.crashAfterEffects(-1);
        } else {
            node.restart();
        }
    }

    private @Nullable Runnable blackout(Duration lasting) {
        List<SimulatedNode> up = target.nodes().stream()
                .filter(node -> node.isUp() && down.add(node))
                .toList();
        up.forEach(SimulatedNode::crash);
        // Who is back may go down again by another fault, whose end is then the one that counts.
        Set<SimulatedNode> waiting = new LinkedHashSet<>(up);
        for (int i = 1; i < up.size(); i++) {
            SimulatedNode node = up.get(i - 1);
            later.accept(lasting.multipliedBy(i).dividedBy(up.size()), () -> {
                waiting.remove(node);
                release(node);
            });
        }
        return up.isEmpty() ? null : () -> waiting.forEach(this::release);
    }

    /** Power again and again for a moment that is too short, or just long enough, to recover. */
    private void loop(SimulatedNode node, Fault fault) {
        node.crash();
        long turns = fault.number() + 1;
        for (int turn = 1; turn < turns; turn++) {
            Duration at = fault.lasting().multipliedBy(turn).dividedBy(turns);
            int effects = turn - 1;
            later.accept(at, () -> {
                if (!held.contains(node)) {
                    node.crash();
                    node.restart();
                    node.crashAfterEffects(effects);
                }
            });
        }
    }

    private static @Nullable Runnable pause(SimulatedNode node, Duration lasting) {
        if (!node.isUp()) {
            return null;
        }
        node.pause(lasting);
        return () -> {};
    }
}
