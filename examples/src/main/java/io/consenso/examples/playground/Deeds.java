/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who has executed, decided and applied how often. Safe for use by several threads. */
final class Deeds {
    private final Map<String, Map<PeerId, Integer>> counts = new TreeMap<>();

    /** The process does that, and says so. */
    void does(Seat seat, String verb, String what) {
        seat.note(verb + " " + what);
        synchronized (this) {
            counts.computeIfAbsent(verb, unseen -> new TreeMap<>()).merge(seat.self(), 1, Integer::sum);
        }
    }

    /** A line such as {@code p3 executes 2; p1 applies 2, p2 applies 2}. */
    synchronized String summary() {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue().entrySet().stream()
                        .map(count -> count.getKey() + " " + entry.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }
}
