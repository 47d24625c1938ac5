/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChangedLogTest {
    private static final long ALL = Long.MAX_VALUE;

    /** Whatever the batch, the log seen through it is the log to which it was applied. */
    @Test
    void looksAsTheLogWillLook() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            MemoryLog before = new MemoryLog();
            before.apply(batch(random, 0));
            Log.Batch change = batch(random, before.floor().index());
            ChangedLog seen = new ChangedLog(before, change);
            MemoryLog after = before.copy();
            after.apply(change);
            assertThat(seen.floor()).as("%s", change).isEqualTo(after.floor());
            assertThat(seen.lastIndex()).as("%s on %s", change, before).isEqualTo(after.lastIndex());
            for (long index = 0; index < 14; index++) {
                assertThat(seen.epochAt(index)).as("%s on %s", change, before).isEqualTo(after.epochAt(index));
                assertThat(seen.entries(index, 9, 80)).isEqualTo(after.entries(index, 9, 80));
            }
            assertThat(seen.entries(1, ALL, ALL)).isEqualTo(after.all());
        }
    }

    private static Log.Batch batch(SplittableRandom random, long floor) {
        List<Entry> entries = new ArrayList<>();
        for (long index = floor + 1; index < 12; index++) {
            if (random.nextInt(3) == 0) {
                entries.add(new Entry(index, 1 + random.nextInt(5), Entry.Kind.NOOP, Bytes.EMPTY));
            }
        }
        return new Log.Batch(
                Optional.empty(),
                random.nextInt(3) == 0 ? OptionalLong.of(floor + 1 + random.nextInt(10)) : OptionalLong.empty(),
                entries,
                random.nextInt(4) == 0
                        ? Optional.of(new LogPosition(floor + 1 + random.nextInt(6), 3))
                        : Optional.empty());
    }
}
