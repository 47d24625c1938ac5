/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Follows which links are cut, and makes of single links what a reader thinks in: sides of a partition. */
final class Cuts {
    /** What does not fit is counted. */
    private static final int LINKS_NAMED = 4;

    private final List<String> nodes;
    private final List<Scene.Cut> done = new ArrayList<>();
    private final TreeSet<Long> cut = new TreeSet<>();
    private TreeSet<Long> shown = new TreeSet<>();
    private long since;
    private long changed;

    Cuts(List<String> nodes) {
        this.nodes = nodes;
    }

    void change(long nanos, int from, int to, boolean isCut) {
        settle(nanos);
        long link = link(from, to);
        if (isCut) {
            cut.add(link);
        } else {
            cut.remove(link);
        }
        changed = nanos;
    }

    List<Scene.Cut> end(long nanos) {
        settle(Long.MAX_VALUE);
        close(nanos);
        return done;
    }

    /** Links are cut one by one at the same moment: only what holds for longer is a state. */
    private void settle(long nanos) {
        if (nanos > changed && !shown.equals(cut)) {
            close(changed);
            shown = new TreeSet<>(cut);
            since = changed;
        }
    }

    private void close(long nanos) {
        if (!shown.isEmpty()) {
            List<Set<Integer>> sides = sides();
            done.add(
                    isPartition(sides)
                            ? new Scene.Cut(describe(sides), smaller(sides), since, nanos)
                            : new Scene.Cut(describe(), Set.of(), since, nanos));
        }
    }

    private long link(int from, int to) {
        return (long) from * nodes.size() + to;
    }

    private boolean isCut(int from, int to) {
        return shown.contains(link(from, to));
    }

    /** Nodes that still hear each other, directly or by way of others. */
    private List<Set<Integer>> sides() {
        TreeMap<Integer, Set<Integer>> sideOf = new TreeMap<>();
        for (int node = 0; node < nodes.size(); node++) {
            Set<Integer> joined = new TreeSet<>(Set.of(node));
            for (int other = 0; other < node; other++) {
                if (!isCut(node, other) || !isCut(other, node)) {
                    joined.addAll(sideOf.getOrDefault(other, Set.of()));
                }
            }
            joined.forEach(member -> sideOf.put(member, joined));
        }
        List<Set<Integer>> sides = new ArrayList<>();
        sideOf.values().stream().filter(side -> !sides.contains(side)).forEach(sides::add);
        return sides;
    }

    private boolean isPartition(List<Set<Integer>> sides) {
        long across = 0;
        for (Set<Integer> side : sides) {
            across += (long) side.size() * (nodes.size() - side.size());
        }
        return sides.size() > 1 && across == shown.size();
    }

    private Set<Integer> smaller(List<Set<Integer>> sides) {
        Set<Integer> alone = new TreeSet<>();
        sides.stream().filter(side -> side.size() * 2 <= nodes.size()).forEach(alone::addAll);
        return alone;
    }

    private String describe(List<Set<Integer>> sides) {
        return String.join(
                " | ",
                sides.stream()
                        .map(side ->
                                String.join(" ", side.stream().map(nodes::get).toList()))
                        .toList());
    }

    private String describe() {
        List<String> links = new ArrayList<>();
        for (long link : shown) {
            int from = (int) (link / nodes.size());
            int to = (int) (link % nodes.size());
            if (!isCut(to, from)) {
                links.add(nodes.get(from) + " ↛ " + nodes.get(to));
            } else if (from < to) {
                links.add(nodes.get(from) + " | " + nodes.get(to));
            }
        }
        int more = links.size() - LINKS_NAMED;
        return String.join(", ", links.subList(0, Math.min(links.size(), LINKS_NAMED)))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
