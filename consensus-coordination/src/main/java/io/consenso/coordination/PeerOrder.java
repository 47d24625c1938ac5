/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination;

import io.consenso.PeerId;
import java.util.Comparator;
import java.util.List;

/** The total order of process ids that the algorithms need: by name, shorter names first, so that p2 comes before p10. */
public final class PeerOrder {
    /** That order. */
    public static final Comparator<PeerId> BY_NAME =
            Comparator.<PeerId>comparingInt(peer -> peer.value().length()).thenComparing(PeerId::value);

    private PeerOrder() {}

    /** Who follows on the ring of these, which are sorted: the next one, after the last the first. */
    public static PeerId successor(List<PeerId> ring, PeerId peer) {
        return ring.get((ring.indexOf(peer) + 1) % ring.size());
    }

    /** The largest of them. */
    public static PeerId largest(List<PeerId> peers) {
        return peers.stream().max(BY_NAME).orElseThrow();
    }
}
