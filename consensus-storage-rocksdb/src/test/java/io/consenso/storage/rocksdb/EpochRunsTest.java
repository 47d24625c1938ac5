/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

final class EpochRunsTest {
    private static final int INDEXES = 40;

    @RepeatedTest(50)
    void agreesWithAMap(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        TreeMap<Long, Long> model = new TreeMap<>();
        EpochRuns runs = EpochRuns.EMPTY;
        for (int step = 0; step < 300; step++) {
            long index = 1L + random.nextInt(INDEXES);
            switch (random.nextInt(12)) {
                case 0 -> {
                    runs = runs.truncateFrom(index);
                    model.tailMap(index, true).clear();
                }
                case 1 -> {
                    runs = runs.dropThrough(index / 3);
                    model.headMap(index / 3, true).clear();
                }
                default -> {
                    long epoch = 1L + random.nextInt(3);
                    runs = runs.with(index, epoch);
                    model.put(index, epoch);
                }
            }
            compare(runs, model);
        }
    }

    private static void compare(EpochRuns runs, NavigableMap<Long, Long> model) {
        assertThat(runs.count()).isEqualTo(model.size());
        assertThat(runs.last()).isEqualTo(model.isEmpty() ? 0 : model.lastKey());
        for (long index = 1; index <= INDEXES + 1; index++) {
            assertThat(runs.epochAt(index)).isEqualTo(model.getOrDefault(index, 0L));
            Long next = model.ceilingKey(index);
            assertThat(runs.atOrAfter(index)).isEqualTo(next == null ? 0 : next);
        }
    }
}
