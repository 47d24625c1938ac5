/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import io.consenso.coordination.PeerOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ring as one member sees it: all whose life it knows and who neither were silent when they had to answer nor have left. */
final class RingView {
    private final PeerId self;
    private final List<PeerId> members;
    private final Map<PeerId, Long> lives = new HashMap<>();
    private final Set<PeerId> silent = new HashSet<>();
    private final Set<PeerId> left = new HashSet<>();

    RingView(PeerId self, List<PeerId> members) {
        this.self = self;
        this.members = members;
    }

    /** Who is next; the member itself when it is alone. */
    PeerId successor() {
        List<PeerId> ring = members.stream()
                .filter(peer -> peer.equals(self) || isPresent(peer))
                .toList();
        return PeerOrder.successor(ring, self);
    }

    long life(PeerId peer) {
        return lives.getOrDefault(peer, 0L);
    }

    void joined(PeerId peer, long life) {
        lives.put(peer, life);
        silent.remove(peer);
        left.remove(peer);
    }

    void heard(PeerId peer) {
        silent.remove(peer);
    }

    void silent(PeerId peer) {
        silent.add(peer);
    }

    void left(PeerId peer, long life) {
        if (isKnown(peer) && life(peer) == life) {
            left.add(peer);
        }
    }

    /** Those who may be back without its being known here. */
    List<PeerId> missing() {
        return members.stream()
                .filter(peer -> !peer.equals(self) && !left.contains(peer) && !isPresent(peer))
                .toList();
    }

    private boolean isPresent(PeerId peer) {
        return isKnown(peer) && !silent.contains(peer) && !left.contains(peer);
    }

    private boolean isKnown(PeerId peer) {
        return lives.containsKey(peer);
    }
}
