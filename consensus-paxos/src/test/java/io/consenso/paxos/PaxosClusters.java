/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.paxos.PaxosOptions.QuorumSizes;
import io.consenso.testkit.engine.EngineCluster;
import java.time.Duration;

/** Groups of bare Paxos engines. */
final class PaxosClusters {
    static final long T = Duration.ofSeconds(1).toNanos();
    static final PaxosOptions OPTIONS = PaxosOptions.defaults().withElectionTimeout(Duration.ofNanos(T));

    private PaxosClusters() {}

    static EngineCluster<Message> of(int size, long seed) {
        return of(size, seed, OPTIONS);
    }

    static EngineCluster<Message> of(int size, long seed, PaxosOptions options) {
        QuorumSizes majorities = new QuorumSizes(size / 2 + 1, size / 2 + 1);
        QuorumSizes sizes = options.quorums().orElse(majorities);
        EngineCluster<Message> cluster = new EngineCluster<>(
                new Paxos.Factory(options),
                size,
                seed,
                durable -> PaxosQuorums.watching(durable, voters -> sizes.election(), voters -> sizes.write()));
        cluster.invariants().quorum((membership, holders) -> holders.size() >= sizes.write());
        return cluster;
    }

    static EngineCluster<Message> started(int size) {
        return of(size, 1).start();
    }

    /** A cluster whose first replica leads. */
    static EngineCluster<Message> ledByFirst(int size) {
        EngineCluster<Message> cluster = started(size);
        cluster.elect(cluster.n(1));
        return cluster;
    }
}
