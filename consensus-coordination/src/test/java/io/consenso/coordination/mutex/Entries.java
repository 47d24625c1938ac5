/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.testkit.simulation.SimulatedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who was granted what, in the order in which it happened, and everything that must never happen meanwhile. */
final class Entries {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> open = new ArrayList<>();
    private final List<String> overlaps = new ArrayList<>();
    private final List<String> tokensBackwards = new ArrayList<>();
    private final Map<String, Long> lastTokens = new HashMap<>();
    private final Map<Queue, Long> lastEnds = new HashMap<>();

    /** A grant of that life of that node: when it was asked for, was the first of its process that waited, and was given. */
    record Entry(SimulatedNode node, int life, Grant grant, long askedNanos, long firstNanos, long grantedNanos) {
        boolean isOfTheLiving() {
            return node.isUp() && node.incarnations() == life;
        }
    }

    private record Queue(SimulatedNode node, String resource) {}

    void granted(SimulatedNode node, int life, Grant grant, long askedNanos, long nowNanos) {
        String resource = grant.resource();
        long first = Math.max(askedNanos, lastEnds.getOrDefault(new Queue(node, resource), askedNanos));
        Entry entry = new Entry(node, life, grant, askedNanos, first, nowNanos);
        for (Entry other : holders(resource)) {
            overlaps.add(entry.grant() + " while " + other.grant());
        }
        Long last = lastTokens.put(resource, entry.grant().token());
        if (last != null && last >= entry.grant().token()) {
            tokensBackwards.add(entry.grant() + " after token " + last);
        }
        entries.add(entry);
        open.add(entry);
    }

    void ended(Grant grant, long nowNanos) {
        for (Entry entry : List.copyOf(open)) {
            if (entry.grant().equals(grant)) {
                open.remove(entry);
                ended(entry.node(), grant.resource(), nowNanos);
            }
        }
    }

    /** A request of that node is over: it waits no longer, or holds no longer. */
    void ended(SimulatedNode node, String resource, long nowNanos) {
        lastEnds.put(new Queue(node, resource), nowNanos);
    }

    /** Those who hold the resource now. */
    List<Entry> holders(String resource) {
        return open.stream()
                .filter(entry ->
                        entry.isOfTheLiving() && entry.grant().resource().equals(resource))
                .toList();
    }

    List<Entry> all() {
        return entries;
    }

    /** Two holders at once. */
    List<String> overlaps() {
        return overlaps;
    }

    /** A token that is not larger than the one before. */
    List<String> tokensBackwards() {
        return tokensBackwards;
    }

    /** The most often that one process entered, while one request of another waited, for requests of its own made that much later. */
    long overtakesMax(long laterNanos) {
        long most = 0;
        for (Entry waiter : entries) {
            Map<SimulatedNode, Long> overtakers = new HashMap<>();
            for (Entry other : entries) {
                boolean isOvertaking =
                        other.grant().resource().equals(waiter.grant().resource())
                                && other.node() != waiter.node()
                                && other.askedNanos() > waiter.firstNanos() + laterNanos
                                && other.grantedNanos() < waiter.grantedNanos();
                if (isOvertaking) {
                    most = Math.max(most, overtakers.merge(other.node(), 1L, Long::sum));
                }
            }
        }
        return most;
    }
}
