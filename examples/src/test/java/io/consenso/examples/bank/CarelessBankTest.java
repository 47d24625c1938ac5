/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.bank;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.raft.Raft;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.TrialFailure;
import org.junit.jupiter.api.Test;

class CarelessBankTest {
    @Test
    void aClockReadShowsAsReplicasThatDiffer() {
        Trial<CarelessBank> trial = Trial.of(Raft.engine(), CarelessBank::new).workload(BankTest::request);
        assertThatThrownBy(() -> trial.run(5))
                .isInstanceOf(TrialFailure.class)
                .hasMessageContaining("replicas differ, first at command")
                .hasMessageContaining("CarelessBankTest#aClockReadShowsAsReplicasThatDiffer");
    }
}
