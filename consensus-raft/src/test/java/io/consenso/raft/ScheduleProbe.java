/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import java.util.function.Function;

/** The engine alone under random schedules: from a seed to what was found, or nothing. */
final class ScheduleProbe implements Function<String, String> {
    static final int SCHEDULES = 20;

    @Override
    public String apply(String seed) {
        long first = Long.parseLong(seed) * SCHEDULES;
        for (long schedule = first; schedule < first + SCHEDULES; schedule++) {
            try {
                new RandomSchedule(schedule).run();
            } catch (RuntimeException | AssertionError e) {
                return Finding.of(e);
            }
        }
        return "";
    }
}
