/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.testkit.TrialContract;
import io.consenso.testkit.engine.TestedEngine;

/** Multi-Paxos under every fault, with invariants of its own. */
final class PaxosTrialTest extends TrialContract {
    @Override
    protected TestedEngine<?> engine() {
        return new TestedPaxos();
    }
}
