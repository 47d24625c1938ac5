/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.ReplicaPrimaryContract;

final class PaxosReplicaPrimaryTest extends ReplicaPrimaryContract {
    @Override
    protected EngineFactory<?> engine() {
        return Paxos.engine();
    }
}
