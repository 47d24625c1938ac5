/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination;

import io.consenso.PeerId;
import io.consenso.spi.Host;
import io.consenso.spi.Transport;
import java.util.Collection;
import java.util.List;

/**
 * A place in a group of processes that run one algorithm together.
 *
 * @param group the group's name on the transport, the same for all and not used by anything else there
 * @param self who sits here
 * @param peers all members, this one among them, each once, in the order of their names: the total order of the algorithms that need one
 * @param transport how they reach each other; stays the caller's, who closes it
 * @param host where time and threads come from
 */
public record Member(String group, PeerId self, List<PeerId> peers, Transport transport, Host host) {
    /** Sorts the peers; throws {@link IllegalArgumentException} when one is named twice or {@code self} is not among them. */
    public Member {
        List<PeerId> sorted =
                peers.stream().sorted(PeerOrder.BY_NAME).distinct().toList();
        if (sorted.size() != peers.size()) {
            throw new IllegalArgumentException("a peer is named twice: " + peers);
        }
        if (!sorted.contains(self)) {
            throw new IllegalArgumentException(self + " is not among " + peers);
        }
        peers = sorted;
    }

    /** A member on the system's clock and threads. */
    public static Member of(String group, PeerId self, Collection<PeerId> peers, Transport transport) {
        return new Member(group, self, List.copyOf(peers), transport, Host.system());
    }

    /** All others, in order. */
    public List<PeerId> others() {
        return peers.stream().filter(peer -> !peer.equals(self)).toList();
    }
}
