/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.EngineContract;
import io.consenso.testkit.engine.ProtocolInvariants;
import java.time.Duration;
import java.util.SplittableRandom;

class PaxosEngineContractTest extends EngineContract<Message> {
    @Override
    protected EngineFactory<Message> factory() {
        return new Paxos.Factory(PaxosClusters.OPTIONS);
    }

    @Override
    protected EngineFactory<Message> factory(SplittableRandom random) {
        PaxosOptions options = PaxosClusters.OPTIONS
                .withSlotsMax(random.nextInt(1, 12))
                .withEntriesBytesMax(random.nextLong(1, 400))
                .withUncommittedBytesMax(random.nextLong(1, 4_000))
                .withQuorumReads(random.nextBoolean());
        return new Paxos.Factory(options);
    }

    @Override
    protected ProtocolInvariants<Message> protocol() {
        return PaxosQuorums::watching;
    }

    @Override
    protected Duration timeout() {
        return PaxosClusters.OPTIONS.electionTimeout();
    }
}
