/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.testkit.TrialContract;
import io.consenso.testkit.engine.TestedEngine;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.trial.Campaign;
import org.junit.jupiter.api.Test;

/** Raft under every fault, with invariants of its own. */
final class RaftTrialTest extends TrialContract {
    @Override
    protected TestedEngine<?> engine() {
        return new TestedRaft();
    }

    /** The second time that n1 loses its disk under one leader, n3 lags: whoever replaces it then takes away what only n1 and n2 hold. */
    @Test
    void aDiskThatIsLostTwiceIsReplacedOnlyWhenTheOthersHoldEverythingAgain() {
        FaultSchedule schedule = FaultSchedule.parse(
                "0.215403s crash n3 0.005s; 11.730242s rot-entry n1 0.497788s =745;"
                        + " 16.008008s star n1 1.225671s; 16.252108s rot-entry n1 0.450045s =254; 16.877439s crash n2 3.122561s");
        Campaign.Outcome outcome =
                new Campaign(trial().schedule(schedule)).seeds(605662321209L, 1).run();
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.report().faults()).containsEntry(FaultKind.ROT_ENTRY, 2L);
    }
}
