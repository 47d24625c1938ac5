/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.FaultShrinkContract;

final class RaftFaultShrinkTest extends FaultShrinkContract {
    @Override
    protected EngineFactory<?> engine() {
        return Raft.engine();
    }
}
