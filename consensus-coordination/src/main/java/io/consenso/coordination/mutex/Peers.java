/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import io.consenso.coordination.detector.FailureDetector;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a process knows of the others: who lives, who has left, who has welcomed it. */
final class Peers {
    private final List<PeerId> others;
    private final Optional<FailureDetector> detector;
    private final Set<PeerId> unwelcoming = new LinkedHashSet<>();
    private final Set<PeerId> left = new HashSet<>();
    private final Map<PeerId, Long> lives = new HashMap<>();
    private final Map<PeerId, Long> heardNanos = new HashMap<>();

    Peers(List<PeerId> others, Optional<FailureDetector> detector) {
        this.others = others;
        this.detector = detector;
        unwelcoming.addAll(others);
    }

    void start(long now) {
        others.forEach(peer -> {
            heardNanos.put(peer, now);
            detector.ifPresent(each -> each.heard(peer, now));
        });
    }

    void heard(PeerId peer, long now) {
        heardNanos.put(peer, now);
        detector.ifPresent(each -> each.heard(peer, now));
    }

    long silenceNanos(PeerId peer, long now) {
        return now - heardNanos.getOrDefault(peer, now);
    }

    void joined(PeerId peer, long life) {
        lives.put(peer, life);
        left.remove(peer);
    }

    void welcomed(PeerId peer, long life) {
        unwelcoming.remove(peer);
        lives.putIfAbsent(peer, life);
    }

    void left(PeerId peer, long life) {
        @Nullable Long known = lives.get(peer);
        if (known != null && known == life) {
            left.add(peer);
        }
    }

    /** Whether nobody's permission is needed there. */
    boolean isLeftOut(PeerId peer, long now) {
        return left.contains(peer)
                || detector.filter(each -> each.isSuspected(peer, now)).isPresent();
    }

    boolean hasWelcomed(PeerId peer) {
        return !unwelcoming.contains(peer);
    }

    /** Those who must still say how far their clocks are. */
    List<PeerId> missing(long now) {
        return unwelcoming.stream().filter(peer -> !isLeftOut(peer, now)).toList();
    }

    List<PeerId> unwelcoming() {
        return List.copyOf(unwelcoming);
    }
}
