/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The permissions that one request needs: who has given it, and when the others last said that they come first. */
final class Permissions {
    final Request request;
    final long time;
    private final List<PeerId> others;
    private final Set<PeerId> given = new HashSet<>();
    private final Map<PeerId, Long> answeredNanos = new HashMap<>();
    private final Set<PeerId> deferring = new HashSet<>();

    Permissions(Request request, long time, List<PeerId> others, long now) {
        this.request = request;
        this.time = time;
        this.others = others;
        others.forEach(peer -> answeredNanos.put(peer, now));
    }

    void give(PeerId peer) {
        given.add(peer);
    }

    void defer(PeerId peer, long now) {
        deferring.add(peer);
        answeredNanos.put(peer, now);
    }

    void asked(PeerId peer, long now) {
        answeredNanos.put(peer, now);
    }

    boolean isDeferring(PeerId peer) {
        return deferring.contains(peer);
    }

    List<PeerId> missing() {
        return others.stream().filter(peer -> !given.contains(peer)).toList();
    }

    /** Those who have neither permitted nor deferred for that long. */
    List<PeerId> silent(long nanos, long now) {
        return missing().stream()
                .filter(peer -> now - answeredNanos.getOrDefault(peer, now) >= nanos)
                .toList();
    }
}
