/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.EngineContract;
import io.consenso.testkit.engine.ProtocolInvariants;
import java.time.Duration;
import java.util.SplittableRandom;

class RaftEngineContractTest extends EngineContract<Message> {
    @Override
    protected EngineFactory<Message> factory() {
        return new Raft.Factory(RaftClusters.OPTIONS);
    }

    @Override
    protected EngineFactory<Message> factory(SplittableRandom random) {
        return RandomScheduleProperties.anyEngine(random);
    }

    @Override
    protected Duration timeout() {
        return RaftClusters.OPTIONS.electionTimeout();
    }

    @Override
    protected ProtocolInvariants<Message> protocol() {
        return RaftInvariants::new;
    }
}
