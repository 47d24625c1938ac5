/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.ReplicaProposalContract;

final class RaftReplicaProposalTest extends ReplicaProposalContract {
    @Override
    protected EngineFactory<?> engine() {
        return Raft.engine();
    }
}
