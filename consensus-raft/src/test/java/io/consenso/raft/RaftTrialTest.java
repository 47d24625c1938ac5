/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.Workload;
import org.junit.jupiter.api.Test;

/** Raft under every fault, with invariants of its own. */
final class RaftTrialTest {
    @Test
    void survivesEveryFault() {
        trial().run(60);
    }

    static Trial<RegisterMachine> trial() {
        return Trial.of(Raft.engine(), RegisterMachine::new)
                .workload(Workload.registers(6))
                .observe(RaftQuorums::watching);
    }
}
