/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.engine.RandomSchedule;
import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class RandomScheduleProperties {
    private static final Duration TIMEOUT = Duration.ofNanos(RaftClusters.T);

    /** Figure 3.2 and the order of durability hold in any weather, and the group works again after it. */
    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void everyScheduleIsSafeAndEndsWell(@ForAll long seed) {
        new RandomSchedule<>(seed, RandomScheduleProperties::anyEngine, TIMEOUT, RaftInvariants::new).run();
    }

    /** With windows and messages so small that they fill up. */
    static EngineFactory<Message> anyEngine(SplittableRandom random) {
        return new Raft.Factory(new RaftOptions(
                TIMEOUT,
                TIMEOUT.dividedBy(10),
                1 + random.nextInt(4),
                40 + random.nextInt(400),
                40 + random.nextInt(200),
                100 + random.nextInt(1000)));
    }
}
