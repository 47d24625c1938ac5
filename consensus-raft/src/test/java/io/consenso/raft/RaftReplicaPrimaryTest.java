/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.ReplicaPrimaryContract;

final class RaftReplicaPrimaryTest extends ReplicaPrimaryContract {
    @Override
    protected EngineFactory<?> engine() {
        return Raft.engine();
    }
}
