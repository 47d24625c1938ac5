/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.ReplicaDecisionContract;

final class RaftReplicaDecisionTest extends ReplicaDecisionContract {
    @Override
    protected EngineFactory<?> engine() {
        return Raft.engine();
    }
}
