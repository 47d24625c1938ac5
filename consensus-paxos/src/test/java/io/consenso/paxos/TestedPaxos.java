/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.engine.ProtocolInvariants;
import io.consenso.testkit.engine.TestedEngine;
import java.time.Duration;
import java.util.SplittableRandom;

/** Multi-Paxos, for the suites of every engine. */
final class TestedPaxos implements TestedEngine<Message> {
    @Override
    public EngineFactory<Message> factory() {
        return new Paxos.Factory(PaxosClusters.OPTIONS);
    }

    /** With windows and messages so small that they fill up. */
    @Override
    public EngineFactory<Message> factory(SplittableRandom random) {
        return new Paxos.Factory(PaxosClusters.OPTIONS
                .withSlotsMax(1 + random.nextInt(12))
                .withEntriesBytesMax(40 + random.nextInt(200))
                .withUncommittedBytesMax(100 + random.nextInt(1000))
                .withQuorumReads(random.nextBoolean()));
    }

    @Override
    public Duration timeout() {
        return PaxosClusters.OPTIONS.electionTimeout();
    }

    @Override
    public ProtocolInvariants<Message> protocol() {
        return PaxosQuorums::watching;
    }
}
