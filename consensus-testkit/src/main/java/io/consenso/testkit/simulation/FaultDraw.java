/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.testkit.simulation.FaultKind.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws one schedule. */
final class FaultDraw {
    private static final long GRAIN_NANOS = 1_000;
    private static final double[] PACES = {0.4, 0.7, 1, 1, 2, 4};
    private static final double[] SHARES = {0, 0.25, 0.5, 0.75};

    private final RandomGenerator random;
    private final FaultOptions options;
    private final int nodes;
    private final long lengthNanos;
    private final List<Fault> drawn = new ArrayList<>();
    // Of those, the ones that are limited and not yet over.
    private final List<Fault> broken = new ArrayList<>();
    private int damages;

    // The character of this schedule.
    private final Map<FaultKind, Integer> weights;
    private final long everyNanos;
    private final long lastingNanos;
    private final double leaderShare;
    private final double burstShare;

    FaultDraw(RandomGenerator random, FaultOptions options, int nodes, Duration length) {
        if (nodes < 1) {
            throw new IllegalArgumentException("no nodes");
        }
        this.random = random;
        this.options = options;
        this.nodes = nodes;
        this.lengthNanos = length.toNanos();
        weights = kinds();
        everyNanos = paced(options.every());
        lastingNanos = paced(options.lasting());
        leaderShare = options.swarm() ? oneOf(SHARES) : 0.25;
        burstShare = options.swarm() ? oneOf(SHARES) : 0.25;
    }

    FaultSchedule draw() {
        if (!weights.isEmpty()) {
            for (long at = gap(); at < lengthNanos; at += gap()) {
                Fault fault = fault(kind(), at);
                broken.removeIf(one -> one.end().compareTo(fault.at()) <= 0);
                if (fits(fault.kind().limit(), fault.nodes())) {
                    add(fault);
                }
            }
        }
        return new FaultSchedule(drawn);
    }

    /** Which kinds this schedule is made of: all, one, or some. */
    private Map<FaultKind, Integer> kinds() {
        Map<FaultKind, Integer> possible = options.weights().entrySet().stream()
                .filter(entry -> nodes > 1 || isForOne(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
        if (!options.swarm() || possible.isEmpty()) {
            return possible;
        }
        int character = random.nextInt(8);
        if (character > 1) {
            double share = 0.15 + 0.6 * random.nextDouble();
            possible.keySet().removeIf(kind -> possible.size() > 1 && random.nextDouble() >= share);
        } else if (character == 1) {
            FaultKind only = pick(possible);
            possible.keySet().removeIf(kind -> kind != only);
        }
        return possible;
    }

    private static boolean isForOne(FaultKind kind) {
        return kind.part() != FaultKind.Part.NETWORK && !kind.isDamage();
    }

    private long paced(Duration mean) {
        return options.swarm() ? (long) (mean.toNanos() * oneOf(PACES)) : mean.toNanos();
    }

    private double oneOf(double[] values) {
        return values[random.nextInt(values.length)];
    }

    private FaultKind kind() {
        return pick(weights);
    }

    private FaultKind pick(Map<FaultKind, Integer> from) {
        int left = random.nextInt(
                from.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<FaultKind, Integer> entry : from.entrySet()) {
            left -= entry.getValue();
            if (left < 0) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("no kind");
    }

    /** Mostly calm between two faults; sometimes one follows on the heels of the other, which is where things go wrong. */
    private long gap() {
        long mean = random.nextDouble() < burstShare ? everyNanos / 20 : everyNanos;
        return grained(SimulatedTime.exponential(random, mean));
    }

    private Fault fault(FaultKind kind, long at) {
        long lasting = Math.min(5 * lastingNanos, SimulatedTime.exponential(random, lastingNanos));
        long untilEnd = grained(Math.min(lasting, lengthNanos - at));
        return new Fault(
                Duration.ofNanos(at),
                kind,
                named(kind),
                kind.lasts() ? Duration.ofNanos(untilEnd) : Duration.ZERO,
                number(kind));
    }

    private static long grained(long nanos) {
        return Math.max(GRAIN_NANOS, nanos / GRAIN_NANOS * GRAIN_NANOS);
    }

    private List<Integer> named(FaultKind kind) {
        return switch (kind.where()) {
            case NONE -> List.of();
            case NODE -> some(1);
            case PAIR -> some(2);
            case LINKS -> some(Math.min(nodes, random.nextInt(3)));
            case SOME -> side(kind);
        };
    }

    private List<Integer> side(FaultKind kind) {
        return switch (kind) {
            case CHAIN -> some(random.nextInt(4) == 0 ? random.nextInt(1, nodes) + 1 : nodes);
            case QUORUM_LOSS, BRIDGE -> some(nodes / 2 + 1);
            case SWIZZLE -> some(random.nextInt(nodes) + 1);
            // From one node to all but one: minorities and majorities, with the leader in either.
            default -> some(random.nextInt(1, nodes));
        };
    }

    /** That many nodes in any order; the leader stands for one of them now and then. */
    private List<Integer> some(int count) {
        List<Integer> all = IntStream.rangeClosed(1, nodes).boxed().collect(Collectors.toCollection(ArrayList::new));
        for (int i = all.size() - 1; i > 0; i--) {
            Collections.swap(all, i, random.nextInt(i + 1));
        }
        List<Integer> some = new ArrayList<>(all.subList(0, count));
        if (count > 0 && random.nextDouble() < leaderShare) {
            some.set(random.nextInt(count), Fault.LEADER);
        }
        return some;
    }

    /** Small numbers more often than large ones: the extremes are rare, and what is nearly normal is where the surprises are. */
    private long number(FaultKind kind) {
        double share = random.nextDouble();
        if (kind.min() < 0) {
            long size = (long) (share * share * kind.max());
            return random.nextBoolean() ? size : -size;
        }
        boolean isChoice = kind == FaultKind.FRAME_DROP || kind == FaultKind.SWIZZLE || kind == FaultKind.ROT_ENTRY;
        return kind.min() + (long) ((isChoice ? share : share * share) * (kind.max() - kind.min() + 0.999));
    }

    private void add(Fault fault) {
        drawn.add(fault);
        if (fault.kind().limit() != Limit.NONE) {
            broken.add(fault);
        }
        if (fault.kind().isDamage()) {
            damages++;
        }
    }

    /** Whether not too much is broken already. */
    private boolean fits(Limit limit, List<Integer> named) {
        return switch (limit) {
            case NONE -> true;
            case CUT -> count(Limit.CUT) < options.cutsMax();
            case DOWN -> mayGoDown(named);
            // Each needs all others to be whole before it is over, so they come one after the other, and seldom.
            case DAMAGE -> mayGoDown(named) && damages < nodes;
        };
    }

    private boolean mayGoDown(List<Integer> named) {
        boolean isDown = broken.stream()
                .anyMatch(one -> one.kind().limit() != Limit.CUT && one.nodes().equals(named));
        return !isDown && count(Limit.DOWN) + count(Limit.DAMAGE) < options.downMax();
    }

    private long count(Limit limit) {
        return broken.stream().filter(one -> one.kind().limit() == limit).count();
    }
}
