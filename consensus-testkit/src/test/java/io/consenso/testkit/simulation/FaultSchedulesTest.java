/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FaultSchedulesTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);

    @Test
    void sixtyStepsShrinkToTheTwoThatMatter() {
        for (long seed = 0; seed < 20; seed++) {
            FaultSchedule failing = failing(seed, 60);
            AtomicInteger runs = new AtomicInteger();
            FaultSchedule smallest = FaultSchedules.shrink(
                    failing,
                    schedule -> {
                        runs.incrementAndGet();
                        return aCrashFollowsAnIsolation(schedule);
                    },
                    150);
            assertThat(smallest.faults()).extracting(Fault::kind).containsExactly(FaultKind.ISOLATE, FaultKind.CRASH);
            assertThat(runs).hasValueLessThanOrEqualTo(150);
        }
    }

    @Test
    void whatMattersInAStepStaysAndTheRestBecomesPlain() {
        FaultSchedule failing =
                FaultSchedule.parse("7.123456s partition n5+n3+n2 4.2s; 9.5s drift n4 3s =321; 9.6s kill n3 9s");
        Predicate<FaultSchedule> fails = schedule -> schedule.faults().stream()
                .anyMatch(fault -> fault.kind() == FaultKind.DRIFT
                        && fault.number() > 100
                        && fault.at().toSeconds() >= 2);
        assertThat(FaultSchedules.shrink(failing, fails, 1_000).text()).isEqualTo("2s drift n1 0s =160");
    }

    @Test
    void whatFailsWithoutAnyFaultIsFoundAtOnce() {
        AtomicInteger runs = new AtomicInteger();
        assertThat(FaultSchedules.shrink(failing(1, 60), schedule -> runs.incrementAndGet() > 0, 500))
                .isEqualTo(FaultSchedule.NONE);
        assertThat(runs).hasValue(1);
    }

    @Test
    void noMoreIsAskedThanAllowed() {
        AtomicInteger runs = new AtomicInteger();
        FaultSchedule failing = failing(1, 60);
        FaultSchedule smaller = FaultSchedules.shrink(
                failing,
                schedule -> {
                    runs.incrementAndGet();
                    return aCrashFollowsAnIsolation(schedule);
                },
                10);
        assertThat(runs).hasValue(10);
        assertThat(smaller).matches(FaultSchedulesTest::aCrashFollowsAnIsolation);
        assertThat(smaller.size()).isLessThan(failing.size());
    }

    static boolean aCrashFollowsAnIsolation(FaultSchedule schedule) {
        List<FaultKind> kinds = schedule.faults().stream().map(Fault::kind).toList();
        int isolation = kinds.indexOf(FaultKind.ISOLATE);
        return isolation >= 0 && kinds.lastIndexOf(FaultKind.CRASH) > isolation;
    }

    private static FaultSchedule failing(long seed, int steps) {
        SplittableRandom random = new SplittableRandom(seed);
        FaultOptions options = FaultOptions.everything(2)
                .withPace(Duration.ofMillis(100), Duration.ofSeconds(1))
                .withSwarm(false);
        while (true) {
            List<Fault> drawn = FaultSchedule.draw(random, options, 5, LENGTH).faults();
            FaultSchedule schedule = new FaultSchedule(drawn.subList(0, Math.min(steps, drawn.size())));
            if (schedule.size() == steps && aCrashFollowsAnIsolation(schedule)) {
                return schedule;
            }
        }
    }
}
