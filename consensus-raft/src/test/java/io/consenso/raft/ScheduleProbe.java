/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.engine.RandomSchedule;
import java.time.Duration;
import java.util.function.Function;

/** The engine alone under random schedules, so many of each kind for each seed: from a seed to what was found, or nothing. */
final class ScheduleProbe implements Function<String, String> {
    static final int SCHEDULES = 10;
    static final int STORMS = 60;

    @Override
    public String apply(String seed) {
        long base = Long.parseLong(seed);
        try {
            for (long schedule = base * SCHEDULES; schedule < (base + 1) * SCHEDULES; schedule++) {
                new RandomSchedule<>(
                                schedule,
                                RandomScheduleProperties::anyEngine,
                                Duration.ofNanos(RaftClusters.T),
                                RaftQuorums::watching)
                        .run();
            }
            for (long storm = base * STORMS; storm < (base + 1) * STORMS; storm++) {
                new StormSchedule<>(storm, RandomScheduleProperties::anyEngine, RaftClusters.T, RaftQuorums::watching)
                        .run();
            }
            return "";
        } catch (RuntimeException | AssertionError e) {
            return Finding.of(e);
        }
    }
}
