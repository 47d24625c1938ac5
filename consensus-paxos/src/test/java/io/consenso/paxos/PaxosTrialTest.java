/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.testkit.TrialContract;
import io.consenso.testkit.engine.TestedEngine;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.trial.Campaign;
import org.junit.jupiter.api.Test;

/** Multi-Paxos under every fault, with invariants of its own. */
final class PaxosTrialTest extends TrialContract {
    @Override
    protected TestedEngine<?> engine() {
        return new TestedPaxos();
    }

    /** n1 has voted for what hangs in the disk of n3, which leads: whoever replaces the disk of n1 then takes half of the quorum away. */
    @Test
    void aDiskIsReplacedOnlyWhenWhatItsReplicaVotedForIsSafeWithoutIt() {
        FaultSchedule schedule = FaultSchedule.parse(
                "0.328s one-way n1+n2 0.843s; 1.786s slow-disk n3 0.272s =169; 2.265s rot-snapshot n1 0.206s;"
                        + " 2.408s reset n2+n3; 2.484731s partition n3 1s");
        Campaign.Outcome outcome =
                new Campaign(trial().schedule(schedule)).seeds(193766419512L, 1).run();
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.report().faults()).containsEntry(FaultKind.ROT_SNAPSHOT, 1L);
    }
}
