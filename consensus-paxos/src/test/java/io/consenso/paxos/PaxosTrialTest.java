/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.Workload;
import org.junit.jupiter.api.Test;

/** Multi-Paxos under every fault. */
final class PaxosTrialTest {
    @Test
    void survivesEveryFault() {
        trial().run(Integer.getInteger("n", 60));
    }

    static Trial<RegisterMachine> trial() {
        return Trial.of(Paxos.engine(), RegisterMachine::new)
                .workload(Workload.registers(6))
                .observe(PaxosQuorums::watching);
    }
}
