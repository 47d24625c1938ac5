/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.testkit.EngineContract;
import io.consenso.testkit.engine.TestedEngine;

class PaxosEngineContractTest extends EngineContract<Message> {
    @Override
    protected TestedEngine<Message> engine() {
        return new TestedPaxos();
    }
}
