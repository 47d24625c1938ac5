/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultScheduleTest {
    private static final Duration LENGTH = Duration.ofSeconds(60);

    @Test
    void isReadableAndOneLineOfTextIsAllOfIt() {
        FaultSchedule schedule = FaultSchedule.of(
                new Fault(Duration.ofMillis(3400), FaultKind.CRASH, List.of(2), Duration.ofMillis(1100), 0),
                new Fault(Duration.ofMillis(3250), FaultKind.ISOLATE, List.of(0), Duration.ofSeconds(20), 0),
                new Fault(Duration.ofSeconds(5), FaultKind.LOSS, List.of(3, 1), Duration.ofNanos(2_000_001), 150),
                new Fault(Duration.ofSeconds(7), FaultKind.CLOCK_JUMP, List.of(1), Duration.ZERO, -60),
                new Fault(Duration.ofSeconds(8), FaultKind.BLACKOUT, List.of(), Duration.ofSeconds(1), 0));
        assertThat(schedule.text())
                .isEqualTo("3.25s isolate leader 20s; 3.4s crash n2 1.1s; 5s loss n3+n1 0.002000001s =150; "
                        + "7s clock-jump n1 =-60; 8s blackout 1s");
        assertThat(schedule.toString().lines())
                .containsExactly(
                        "at 3.25 s: leader is cut off from all others for 20 s",
                        "at 3.4 s: n2 loses power for 1.1 s",
                        "at 5 s: the links from n3 to n1 lose 150 of 1000 frames for 0.002000001 s",
                        "at 7 s: the wall clock of n1 jumps by -60 s",
                        "at 8 s: all lose power; they are back one after the other within 1 s");
        assertThat(FaultSchedule.parse(schedule.text())).isEqualTo(schedule);
        assertThat(schedule.end()).isEqualTo(Duration.ofMillis(23_250));
    }

    @Test
    void whatIsDrawnIsReadBackAsItWasAndEverySentenceIsWhole() {
        Set<FaultKind> seen = EnumSet.noneOf(FaultKind.class);
        for (long seed = 0; seed < 300; seed++) {
            FaultSchedule schedule = draw(seed, FaultOptions.everything(2));
            assertThat(FaultSchedule.parse(schedule.text())).isEqualTo(schedule);
            assertThat(schedule.toString()).doesNotContain("%");
            assertThat(schedule.end()).isLessThanOrEqualTo(LENGTH);
            schedule.faults().forEach(fault -> seen.add(fault.kind()));
        }
        assertThat(seen).containsExactly(FaultKind.values());
    }

    @Test
    void theSameSeedDrawsTheSameAndSchedulesDifferInCharacter() {
        List<FaultSchedule> drawn = IntStream.range(0, 200)
                .mapToObj(seed -> draw(seed, FaultOptions.everything(2)))
                .toList();
        assertThat(draw(17, FaultOptions.everything(2))).isEqualTo(drawn.get(17));
        assertThat(new HashSet<>(drawn)).hasSizeGreaterThan(190);
        assertThat(drawn).anyMatch(one -> one.size() < 30).anyMatch(one -> one.size() > 200);
        assertThat(drawn)
                .anyMatch(one -> kinds(one).size() == 1)
                .anyMatch(one -> kinds(one).size() > 25);
    }

    @Test
    void noMoreThanAllowedIsBrokenAtOnce() {
        FaultOptions options = FaultOptions.everything(2).withPace(Duration.ofMillis(200), Duration.ofSeconds(2));
        for (long seed = 0; seed < 20; seed++) {
            FaultSchedule schedule = draw(seed, options);
            for (Fault one : schedule.faults()) {
                List<FaultKind.Limit> broken = schedule.faults().stream()
                        .filter(other -> other.at().compareTo(one.at()) <= 0)
                        .filter(other -> other.end().compareTo(one.at()) > 0)
                        .map(other -> other.kind().limit())
                        .toList();
                assertThat(Collections.frequency(broken, FaultKind.Limit.CUT)).isLessThanOrEqualTo(2);
                assertThat(Collections.frequency(broken, FaultKind.Limit.DOWN)
                                + Collections.frequency(broken, FaultKind.Limit.DAMAGE))
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void aSingleNodeHasNoNetworkToBreak() {
        FaultSchedule schedule = FaultSchedule.draw(
                new SplittableRandom(1), FaultOptions.everything(1).withSwarm(false), 1, LENGTH);
        assertThat(kinds(schedule)).contains(FaultKind.CRASH).noneMatch(kind -> kind.part() == FaultKind.Part.NETWORK);
    }

    @Test
    void nothingIsAScheduleToo() {
        assertThat(FaultSchedule.NONE.text()).isEqualTo("none");
        assertThat(FaultSchedule.parse("none")).isEqualTo(FaultSchedule.NONE);
        assertThat(FaultSchedule.parse(" ")).isEqualTo(FaultSchedule.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3s",
                "crash n1 3s",
                "3s crash 1s",
                "3s crash n1+n2 1s",
                "3s cut n1+n1 1s",
                "3s burn n1 1s",
                "3s crash n0 1s",
                "3s crash n1 -1s",
                "3s crash n1 1",
                "3s loss 1s =1001",
                "3s reset n1+n2 1s",
                "3s crash n1 1s =5"
            })
    void whatIsNoScheduleIsRefused(String text) {
        assertThatThrownBy(() -> FaultSchedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    private static FaultSchedule draw(long seed, FaultOptions options) {
        return FaultSchedule.draw(new SplittableRandom(seed), options, 5, LENGTH);
    }

    private static Set<FaultKind> kinds(FaultSchedule schedule) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        schedule.faults().forEach(fault -> kinds.add(fault.kind()));
        return kinds;
    }
}
