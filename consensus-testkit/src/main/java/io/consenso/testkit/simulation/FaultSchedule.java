/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What breaks and when, as a value: drawn from a seed, written down in one line, applied to a simulation, made smaller when it has found
 * something.
 *
 * <p>One line of text, made by {@link #text()} and read by {@link #parse}, holds all of it:
 *
 * <pre>{@code
 * 3.25s isolate leader 1.1s; 3.4s crash n2 0.5s; 5s loss 2s =150
 * }</pre>
 *
 * @param faults the steps, in the order of time; given in another order, they are sorted
 */
public record FaultSchedule(List<Fault> faults) {
    /** Nothing breaks. */
    public static final FaultSchedule NONE = new FaultSchedule(List.of());

    private static final String NOTHING = "none";

    /** Copies and sorts the list; what begins at the same time stays in the order given. */
    public FaultSchedule {
        faults = faults.stream().sorted(Comparator.comparing(Fault::at)).toList();
    }

    /** Of these steps. */
    public static FaultSchedule of(Fault... faults) {
        return new FaultSchedule(List.of(faults));
    }

    /**
     * Draws a schedule: the same generator state gives the same schedule on any machine.
     *
     * @param nodes how many nodes there are
     * @param length everything begins and ends within that time
     */
    public static FaultSchedule draw(RandomGenerator random, FaultOptions options, int nodes, Duration length) {
        return new FaultDraw(random, options, nodes, length).draw();
    }

    /** Reads what {@link #text()} wrote. Throws {@link IllegalArgumentException} if it is something else. */
    public static FaultSchedule parse(String text) {
        if (text.isBlank() || text.strip().equals(NOTHING)) {
            return NONE;
        }
        return new FaultSchedule(Arrays.stream(text.split(";"))
                .filter(step -> !step.isBlank())
                .map(Fault::parse)
                .toList());
    }

    /** All of it in one line. */
    public String text() {
        return faults.isEmpty() ? NOTHING : faults.stream().map(Fault::text).collect(Collectors.joining("; "));
    }

    /** How many steps. */
    public int size() {
        return faults.size();
    }

    /** When the last fault is mended. */
    public Duration end() {
        return faults.stream().map(Fault::end).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /**
     * Applies the schedule to a group, from now on: each fault begins when it is due and is mended when it is over. Throws {@link
     * IllegalArgumentException} when it names a node that there is not.
     */
    public Faults applyTo(SimulatedCluster<?> cluster) {
        return new Faults(new FaultTarget.OfCluster(cluster), this, false);
    }

    /**
     * As {@link #applyTo(SimulatedCluster)}, with more damage to disks than the group promises to survive: any number of disks may rot, a
     * minority is lost at once, and nobody replaces any. A lost disk comes back empty without a word from an operator. No progress can be
     * asked of the group afterwards, only that whoever cannot be right has stopped: nothing wrong is ever answered.
     */
    public Faults applyBeyondAtlas(SimulatedCluster<?> cluster) {
        return new Faults(new FaultTarget.OfCluster(cluster), this, true);
    }

    /**
     * Applies the schedule to nodes that are no replicas, from now on. Faults that need an operator who knows the group (damaged and lost
     * disks) are left out and counted as {@link Faults#skipped()}.
     *
     * @param leader who leads at that moment, asked each time that a fault befalls the leader
     */
    public Faults applyTo(Simulation simulation, List<SimulatedNode> nodes, Supplier<Optional<PeerId>> leader) {
        return new Faults(new FaultTarget.OfNodes(simulation, nodes, leader), this, false);
    }

    /** A line for each step. */
    @Override
    public String toString() {
        return faults.isEmpty()
                ? "nothing breaks"
                : faults.stream().map(Fault::toString).collect(Collectors.joining(System.lineSeparator()));
    }
}
