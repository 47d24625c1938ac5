/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Breaks disks, within what the group promises to survive, and has an operator do what only an operator can. */
final class DiskFaults {
    private static final Duration OPERATOR_LOOKS = Duration.ofMillis(5);

    private final FaultTarget target;
    private final ProcessFaults processes;
    private final boolean isBeyondAtlas;
    private final Layers<SimulatedNode, DiskOptions> speeds;
    private final Set<SimulatedNode> failing = new LinkedHashSet<>();
    private final Set<SimulatedNode> damaged = new LinkedHashSet<>();
    private final Set<SimulatedNode> lost = new LinkedHashSet<>();
    private final Set<PeerId> damagedEver = new TreeSet<>();
    private final Set<PeerId> mayHaveHalted = new TreeSet<>();
    private final Set<PeerId> replaced = new TreeSet<>();

    /**
     * With all disks as they are.
     *
     * @param isBeyondAtlas whether more may be damaged than the group promises to survive, and stays so
     */
    DiskFaults(FaultTarget target, ProcessFaults processes, boolean isBeyondAtlas) {
        this.target = target;
        this.isBeyondAtlas = isBeyondAtlas;
        this.processes = processes;
        // As they are before the first fault.
        Map<SimulatedNode, DiskOptions> normal = new HashMap<>();
        target.nodes().forEach(node -> normal.put(node, node.disk().options()));
        speeds = new Layers<>((node, speed) -> node.disk().options(speed), normal::get);
    }

    Set<PeerId> mayBeHalted() {
        Set<PeerId> now = new TreeSet<>();
        failing.forEach(node -> now.add(node.peer()));
        damaged.forEach(node -> now.add(node.peer()));
        return now;
    }

    Set<PeerId> mayHaveHalted() {
        return Collections.unmodifiableSet(mayHaveHalted);
    }

    Set<PeerId> replaced() {
        return Collections.unmodifiableSet(replaced);
    }

    /** Begins; returns what mends it, or null if there was nothing to break. */
    @Nullable
    Runnable begin(Fault fault, List<SimulatedNode> nodes) {
        SimulatedNode node = nodes.get(0);
        SimulatedDisk disk = node.disk();
        return switch (fault.kind()) {
            case DISK_STALL -> {
                disk.stall(fault.lasting());
                yield () -> {};
            }
            case SLOW_DISK ->
                speeds.begin(node, disk.options().withSync(Duration.ZERO, Duration.ofMillis(fault.number())));
            case FAILED_WRITE ->
                fail(node, () -> disk.failNextWrite(new IOException("a write on " + node.peer() + " fails")));
            case FAILED_SYNC ->
                fail(node, () -> disk.failNextSync(new IOException("a sync on " + node.peer() + " fails")));
            case FULL_DISK -> fail(node, () -> disk.full(true));
            case ROT_FETCH -> flip(disk);
            case ROT_VOTE -> damage(node, disk::damageHardStates);
            case ROT_ENTRY -> damage(node, () -> disk.damageEntryAt(fault.number() / 1000.0));
            case ROT_SNAPSHOT -> damage(node, disk::damageSnapshots);
            case LOST_DISK -> damage(node, () -> lose(node));
            default -> throw new IllegalArgumentException("no fault of a disk: " + fault);
        };
    }

    /** Writes fail, so the replica halts; in the end its operator mends the disk and starts it again. */
    private @Nullable Runnable fail(SimulatedNode node, Runnable how) {
        if (!node.isUp() || damaged.contains(node) || !failing.add(node)) {
            return null;
        }
        mayHaveHalted.add(node.peer());
        how.run();
        return () -> {
            node.disk().mend();
            failing.remove(node);
            if (node.isUp()) {
                node.crash();
                node.restart();
            }
        };
    }

    private static @Nullable Runnable flip(SimulatedDisk disk) {
        return disk.damageFetches() ? () -> {} : null;
    }

    private interface Damage {
        /** Returns whether there was something to damage. */
        boolean happens();
    }

    private @Nullable Runnable damage(SimulatedNode node, Damage how) {
        if (!target.hasOperator() || !isAllowed(node) || !how.happens()) {
            return null;
        }
        damaged.add(node);
        damagedEver.add(node.peer());
        mayHaveHalted.add(node.peer());
        return () -> {
            if (isBeyondAtlas) {
                comeBack(node);
            } else {
                replace(node);
            }
        };
    }

    private boolean isAllowed(SimulatedNode node) {
        return isBeyondAtlas ? !damaged.contains(node) : isSurvivable(node);
    }

    /** One at a time, and in all no more than a minority. */
    private boolean isSurvivable(SimulatedNode node) {
        boolean isNew = !damagedEver.contains(node.peer());
        return damaged.isEmpty() && !failing.contains(node) && (!isNew || damagedEver.size() < minority());
    }

    private int minority() {
        return (target.nodes().size() - 1) / 2;
    }

    private boolean lose(SimulatedNode node) {
        // Without a log on the simulated disk the node keeps it elsewhere, or has kept nothing yet.
        if (!node.isUp() || node.disk().lastIndex() == 0 || lost.size() >= minority()) {
            return false;
        }
        lost.add(node);
        node.crash();
        processes.hold(node);
        return true;
    }

    /** What is rotten stays so; what is lost is empty, and nobody says so. */
    private void comeBack(SimulatedNode node) {
        if (lost.contains(node)) {
            node.disk().wipe();
            processes.letGo(node);
            node.restart();
        }
    }

    private void replace(SimulatedNode node) {
        node.crash();
        processes.hold(node);
        replaceWhenSafe(node);
    }

    private void replaceWhenSafe(SimulatedNode node) {
        if (!target.canDoWithout(node.peer())) {
            target.simulation().after(OPERATOR_LOOKS, () -> replaceWhenSafe(node));
            return;
        }
        target.simulation().note("the disk of " + node.peer() + " is replaced");
        replaced.add(node.peer());
        processes.letGo(node);
        target.replaceDisk(node.peer());
        watch(node);
    }

    /** Power may fail before the others have taken it back, and then it is refused again. */
    private void watch(SimulatedNode node) {
        target.simulation().after(OPERATOR_LOOKS, () -> {
            if (target.hasRecovered(node.peer())) {
                damaged.remove(node);
                lost.remove(node);
            } else if (target.isHalted(node.peer())) {
                replace(node);
            } else {
                watch(node);
            }
        });
    }
}
