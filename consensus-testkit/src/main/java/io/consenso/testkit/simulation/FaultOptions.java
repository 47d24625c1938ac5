/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What goes wrong, how often and for how long.
 *
 * @param weights how often each kind is drawn, compared with the others; what is not in here is never drawn
 * @param every how long it takes from one fault to the next, on average
 * @param lasting how long a fault lasts, on average
 * @param downMax how many nodes are down at once, except in a {@link FaultKind#BLACKOUT}
 * @param cutsMax how many cuts of the network are in force at once
 * @param swarm whether each schedule draws its own kinds, pace and durations first, from what is allowed here: some are calm and of one
 *     kind, others are everything at once, which together find more than all of a kind would
 */
public record FaultOptions(
        Map<FaultKind, Integer> weights, Duration every, Duration lasting, int downMax, int cutsMax, boolean swarm) {
    /** Copies the map. Refuses no kinds, and durations that are not positive, with {@link IllegalArgumentException}. */
    public FaultOptions {
        if (weights.isEmpty() || weights.values().stream().anyMatch(weight -> weight < 1)) {
            throw new IllegalArgumentException("no kind of fault, or a weight that is not positive");
        }
        if (every.toNanos() <= 0 || lasting.toNanos() <= 0 || downMax < 0 || cutsMax < 0) {
            throw new IllegalArgumentException("a duration that is not positive, or a negative limit");
        }
        // In the order of the enum, so that the same seed draws the same fault on every JVM.
        weights = Collections.unmodifiableMap(new EnumMap<>(weights));
    }

    /** Every kind, a fault every 500 ms that lasts a second, at most that many nodes down, each schedule with a character of its own. */
    public static FaultOptions everything(int downMax) {
        return new FaultOptions(
                weightsOf(EnumSet.allOf(FaultKind.class)),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                downMax,
                2,
                true);
    }

    /** Which kinds are drawn. */
    public Set<FaultKind> kinds() {
        return weights.keySet();
    }

    /** With these kinds only, each as often as by default. */
    public FaultOptions withKinds(Set<FaultKind> only) {
        return new FaultOptions(weightsOf(only), every, lasting, downMax, cutsMax, swarm);
    }

    /** Without these kinds. */
    public FaultOptions withoutKinds(Set<FaultKind> never) {
        Map<FaultKind, Integer> left = new EnumMap<>(weights);
        left.keySet().removeAll(never);
        return new FaultOptions(left, every, lasting, downMax, cutsMax, swarm);
    }

    /** With another weight of one kind. */
    public FaultOptions withWeight(FaultKind kind, int weight) {
        Map<FaultKind, Integer> changed = new EnumMap<>(weights);
        changed.put(kind, weight);
        return new FaultOptions(changed, every, lasting, downMax, cutsMax, swarm);
    }

    /** With another pace. */
    public FaultOptions withPace(Duration meanBetween, Duration meanLasting) {
        return new FaultOptions(weights, meanBetween, meanLasting, downMax, cutsMax, swarm);
    }

    /** With another limit on nodes that are down, and on cuts, at once. */
    public FaultOptions withLimits(int down, int cuts) {
        return new FaultOptions(weights, every, lasting, down, cuts, swarm);
    }

    /** Each schedule with a character of its own, or all of them alike. */
    public FaultOptions withSwarm(boolean isSwarm) {
        return new FaultOptions(weights, every, lasting, downMax, cutsMax, isSwarm);
    }

    private static Map<FaultKind, Integer> weightsOf(Set<FaultKind> kinds) {
        Map<FaultKind, Integer> weights = new EnumMap<>(FaultKind.class);
        kinds.forEach(kind -> weights.put(kind, kind.weight()));
        return weights;
    }
}
