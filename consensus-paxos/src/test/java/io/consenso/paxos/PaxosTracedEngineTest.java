/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.TracedEngineContract;
import java.util.Set;

final class PaxosTracedEngineTest extends TracedEngineContract {
    @Override
    protected EngineFactory<?> engine() {
        return Paxos.engine();
    }

    @Override
    protected Set<String> messages() {
        return Set.of("Poll", "Prepare", "Promise", "Accept", "Accepted");
    }
}
