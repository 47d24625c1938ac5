/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.ProtocolInvariants;
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
        return new EngineCluster<>(new Paxos.Factory(options), size, seed, invariants(options));
    }

    private static ProtocolInvariants<Message> invariants(PaxosOptions options) {
        return durable -> new PaxosInvariants(durable)
                .quorums(
                        voters -> options.quorums()
                                .map(PaxosOptions.QuorumSizes::election)
                                .orElse(voters / 2 + 1),
                        voters -> options.quorums()
                                .map(PaxosOptions.QuorumSizes::write)
                                .orElse(voters / 2 + 1));
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
