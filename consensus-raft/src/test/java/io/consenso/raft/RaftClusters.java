/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.engine.EngineCluster;
import java.time.Duration;

/** Groups of bare Raft engines. */
final class RaftClusters {
    static final long T = Duration.ofSeconds(1).toNanos();
    static final RaftOptions OPTIONS = RaftOptions.defaults().withElectionTimeout(Duration.ofNanos(T));

    private RaftClusters() {}

    static EngineCluster<Message> of(int size, long seed) {
        return new EngineCluster<>(new Raft.Factory(OPTIONS), size, seed, RaftInvariants::new);
    }

    static EngineCluster<Message> started(int size) {
        return of(size, 1).start();
    }

    /** A cluster whose first replica leads, its no-op committed everywhere. */
    static EngineCluster<Message> ledByFirst(int size) {
        EngineCluster<Message> cluster = started(size);
        cluster.elect(cluster.n(1));
        return cluster;
    }
}
