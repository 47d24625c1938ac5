/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.TracedEngineContract;
import java.util.Set;

final class RaftTracedEngineTest extends TracedEngineContract {
    @Override
    protected EngineFactory<?> engine() {
        return Raft.engine();
    }

    @Override
    protected Set<String> messages() {
        return Set.of("RequestPreVote", "RequestVote", "VoteReply", "Append", "AppendAccepted");
    }
}
