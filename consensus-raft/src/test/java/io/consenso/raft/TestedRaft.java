/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.engine.ProtocolInvariants;
import io.consenso.testkit.engine.TestedEngine;
import java.time.Duration;
import java.util.SplittableRandom;

/** Raft, for the suites of every engine. */
final class TestedRaft implements TestedEngine<Message> {
    @Override
    public EngineFactory<Message> factory() {
        return new Raft.Factory(RaftClusters.OPTIONS);
    }

    /** With windows and messages so small that they fill up. */
    @Override
    public EngineFactory<Message> factory(SplittableRandom random) {
        return new Raft.Factory(new RaftOptions(
                timeout(),
                timeout().dividedBy(10),
                1 + random.nextInt(4),
                40 + random.nextInt(400),
                40 + random.nextInt(200),
                100 + random.nextInt(1000)));
    }

    @Override
    public Duration timeout() {
        return RaftClusters.OPTIONS.electionTimeout();
    }

    @Override
    public ProtocolInvariants<Message> protocol() {
        return RaftQuorums::watching;
    }
}
