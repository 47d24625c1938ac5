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

    /** A grant of that life of that node, which was asked for at one time and given at another. */
    record Entry(SimulatedNode node, int life, Grant grant, long askedNanos, long grantedNanos) {
        boolean isOfTheLiving() {
            return node.isUp() && node.incarnations() == life;
        }
    }

    void granted(Entry entry) {
        String resource = entry.grant().resource();
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

    void ended(Grant grant) {
        open.removeIf(entry -> entry.grant().equals(grant));
    }

    /** Those who hold the resource now. */
    List<Entry> holders(String resource) {
        return open.stream()
                .filter(entry -> entry.isOfTheLiving() && entry.grant().resource().equals(resource))
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
                boolean isOvertaking = other.grant().resource().equals(waiter.grant().resource())
                        && other.node() != waiter.node()
                        && other.askedNanos() > waiter.askedNanos() + laterNanos
                        && other.grantedNanos() < waiter.grantedNanos();
                if (isOvertaking) {
                    most = Math.max(most, overtakers.merge(other.node(), 1L, Long::sum));
                }
            }
        }
        return most;
    }
}
