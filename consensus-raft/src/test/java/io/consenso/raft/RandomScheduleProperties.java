/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.engine.RandomSchedule;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class RandomScheduleProperties {
    private final TestedRaft raft = new TestedRaft();

    /** Figure 3.2 and the order of durability hold in any weather, and the group works again after it. */
    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void everyScheduleIsSafeAndEndsWell(@ForAll long seed) {
        new RandomSchedule<>(seed, raft::factory, raft.timeout(), RaftInvariants::new).run();
    }
}
