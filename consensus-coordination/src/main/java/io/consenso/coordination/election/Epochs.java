/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.PeerId;
import java.util.List;

/**
 * Epochs of elections without a majority or a disk: {@code round * N + rank}, where the rank is the leader's place in the order of all N members. So
 * each epoch belongs to one process, and no two can lead in the same one, whatever else goes wrong.
 */
final class Epochs {
    private Epochs() {}

    /** The epoch in which the leader leads if it is elected in that round. */
    static long of(long round, List<PeerId> peers, PeerId leader) {
        return round * peers.size() + peers.indexOf(leader);
    }

    /** The first epoch of that process after the one given. */
    static long after(long epoch, List<PeerId> peers, PeerId leader) {
        long sameRound = of(epoch / peers.size(), peers, leader);
        return sameRound > epoch ? sameRound : sameRound + peers.size();
    }

    /** Whether the epoch is one of that process. */
    static boolean belongsTo(long epoch, List<PeerId> peers, PeerId leader) {
        return epoch % peers.size() == peers.indexOf(leader);
    }
}
