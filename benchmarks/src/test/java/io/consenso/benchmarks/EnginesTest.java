/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnginesTest {
    @ParameterizedTest
    @ValueSource(strings = {"raft", "paxos"})
    void anEngineIsAskedForByTheNameThatItGivesItself(String name) {
        assertThat(BenchNode.engine(name).name()).isEqualTo(name);
    }

    @Test
    void aWrongNameIsToldTheChoices() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchNode.engine("zab"))
                .withMessage("engine is raft, paxos or raft,paxos, not 'zab'");
    }

    @Test
    void theSecondEngineIsComparedWithTheFirstByTheirMedians() {
        Ratios ratios = new Ratios();
        for (double rate : new double[] {90, 1000, 100}) {
            ratios.add("raft", 64, rate);
        }
        ratios.add("paxos", 64, 40);
        ratios.add("paxos", 64, 60);
        assertThat(ratios.lines()).containsExactly("paxos/raft at depth 64: 0.50");
    }

    @Test
    void aSingleEngineHasNothingToBeComparedWith() {
        Ratios ratios = new Ratios();
        ratios.add("raft", 1, 100);
        assertThat(ratios.lines()).isEmpty();
    }
}
