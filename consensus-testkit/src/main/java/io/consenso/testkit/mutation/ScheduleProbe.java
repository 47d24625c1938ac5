/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import io.consenso.testkit.engine.RandomSchedule;
import io.consenso.testkit.engine.StormSchedule;
import io.consenso.testkit.engine.TestedEngine;

/** The engine alone under random schedules, so many of each kind for each seed. */
final class ScheduleProbe extends SeedProbe {
    static final int SCHEDULES = 10;
    static final int STORMS = 60;

    @Override
    <M> void run(TestedEngine<M> engine, long seed) {
        for (long schedule = seed * SCHEDULES; schedule < (seed + 1) * SCHEDULES; schedule++) {
            new RandomSchedule<>(schedule, engine::factory, engine.timeout(), engine.protocol()).run();
        }
        for (long storm = seed * STORMS; storm < (seed + 1) * STORMS; storm++) {
            new StormSchedule<>(storm, engine::factory, engine.timeout(), engine.protocol()).run();
        }
    }
}
