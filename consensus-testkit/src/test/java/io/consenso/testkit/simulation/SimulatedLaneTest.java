/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import io.consenso.spi.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SimulatedLaneTest {
    private final Simulation simulation = new Simulation(3);
    private final SimulatedNode node = simulation.node(PeerId.of("a"));
    private final Host host = node.host();
    private final Host.Lane lane = host.lane("loop");
    private final List<String> seen = new ArrayList<>();

    @Test
    void tasksRunLaterAndInOrder() {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            lane.execute(() -> ran.add(number));
        }
        assertThat(ran).isEmpty();
        simulation.run(Duration.ofMillis(10));
        assertThat(ran).hasSize(100).isSorted();
    }

    @Test
    void timersWaitForTheirDelay() {
        long start = host.nanoTime();
        List<Long> at = new ArrayList<>();
        lane.after(2_000_000, () -> at.add(host.nanoTime() - start));
        lane.after(1_000_000, () -> at.add(host.nanoTime() - start));
        lane.after(Long.MAX_VALUE, () -> at.add(-1L));
        simulation.run(Duration.ofSeconds(1));
        assertThat(at).hasSize(2);
        assertThat(at.get(0)).isBetween(1_000_000L, 1_050_000L);
        assertThat(at.get(1)).isBetween(2_000_000L, 2_050_000L);
    }

    @Test
    void aBlockedTaskKeepsItsLaneBusyAndNoOther() {
        Host.Lane other = host.lane("other");
        lane.execute(() -> {
            simulation.block(5_000_000);
            seen.add("blocked until " + simulation.now() / 1_000_000);
        });
        lane.execute(() -> seen.add("next at " + simulation.now() / 1_000_000));
        other.execute(() -> seen.add("other at " + simulation.now() / 1_000_000));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("other at 0", "blocked until 5", "next at 5");
    }

    @Test
    void aLaneSeesTasksInTheOrderOfVirtualTime() {
        Host.Lane target = host.lane("target");
        lane.execute(() -> {
            target.execute(() -> seen.add("before"));
            simulation.block(5_000_000);
            target.execute(() -> seen.add("after"));
        });
        target.after(2_000_000, () -> seen.add("between"));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("before", "between", "after");
    }

    @Test
    void nothingOfACrashedProcessRuns() {
        lane.execute(() -> seen.add("task"));
        lane.after(10_000_000, () -> seen.add("timer"));
        lane.execute(() -> {
            simulation.block(20_000_000);
            lane.execute(() -> seen.add("after the block"));
        });
        simulation.run(Duration.ofMillis(5));
        node.crash();
        node.restart();
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("task");
        lane.execute(() -> seen.add("zombie"));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("task");
    }

    @Test
    void aPausedProcessRunsNothingAndThenEverything() {
        lane.after(1_000_000, () -> seen.add("timer"));
        node.pause(Duration.ofMillis(100));
        lane.execute(() -> seen.add("task"));
        simulation.run(Duration.ofMillis(99));
        assertThat(seen).isEmpty();
        assertThat(node.isPaused()).isTrue();
        simulation.run(Duration.ofMillis(2));
        assertThat(seen).containsExactly("task", "timer");
    }

    @Test
    void closingFromOutsideRunsWhatWasHandedOverAndNothingLater() {
        lane.execute(() -> {
            seen.add("one");
            lane.execute(() -> seen.add("too late"));
        });
        lane.execute(() -> seen.add("two"));
        lane.after(1, () -> seen.add("timer"));
        lane.close();
        assertThat(seen).containsExactly("one", "two");
        lane.execute(() -> seen.add("closed"));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("one", "two");
    }

    @Test
    void closingWaitsForABlockedTask() {
        lane.execute(() -> simulation.block(5_000_000));
        simulation.run(Duration.ofMillis(1));
        lane.close();
        assertThat(simulation.now()).isGreaterThanOrEqualTo(5_000_000L);
    }

    @Test
    void closingFromTheLaneItselfReturnsAtOnce() {
        lane.execute(() -> {
            lane.close();
            seen.add("closed");
        });
        lane.execute(() -> seen.add("handed over before"));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("closed", "handed over before");
    }

    @Test
    void closingFromAnotherLaneWaits() {
        Host.Lane other = host.lane("other");
        lane.execute(() -> simulation.block(3_000_000));
        lane.execute(() -> seen.add("one"));
        other.execute(() -> {
            lane.close();
            seen.add("closed at " + simulation.now() / 1_000_000);
        });
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("one", "closed at 3");
    }

    @Test
    void closingALaneWhoseProcessDiesMeanwhileReturns() {
        Host.Lane other = simulation.node(PeerId.of("b")).host().lane("other");
        lane.execute(() -> simulation.block(Duration.ofHours(1).toNanos()));
        simulation.run(Duration.ofMillis(1));
        other.execute(() -> {
            lane.close();
            seen.add("closed");
        });
        simulation.run(Duration.ofMillis(1));
        assertThat(seen).isEmpty();
        node.crash();
        simulation.run(Duration.ofMillis(1));
        assertThat(seen).containsExactly("closed");
    }

    @Test
    void aTaskThatIsBlockedWhenItsProcessDiesIsUnwound() {
        lane.execute(() -> {
            try {
                simulation.block(5_000_000);
                seen.add("went on");
            } finally {
                seen.add("unwound");
            }
        });
        simulation.run(Duration.ofMillis(1));
        node.crash();
        simulation.run(Duration.ofMillis(10));
        assertThat(seen).containsExactly("unwound");
    }

    @Test
    void whatABlockedTaskHandedOverInMemoryIsSeenWhenItGoesOn() {
        List<String> shared = new ArrayList<>();
        lane.execute(() -> {
            simulation.block(5_000_000);
            shared.add("durable");
        });
        Host.Lane other = host.lane("other");
        other.after(4_000_000, () -> seen.addAll(shared));
        simulation.run(Duration.ofMillis(10));
        assertThat(seen).isEmpty();
        assertThat(shared).containsExactly("durable");
    }

    @Test
    void endingTheSimulationLetsGoOfWhatIsBlocked() {
        lane.execute(() -> {
            try {
                simulation.block(Duration.ofHours(1).toNanos());
            } finally {
                seen.add("unwound");
            }
        });
        simulation.after(Duration.ofMillis(1), () -> {
            try {
                simulation.run(Duration.ofHours(1));
            } finally {
                seen.add("action unwound");
            }
        });
        simulation.run(Duration.ofMillis(2));
        simulation.close();
        assertThat(seen).containsExactlyInAnyOrder("unwound", "action unwound");
    }

    @Test
    void aCallFromOutsideIsAnsweredByTheProcess() {
        CompletableFuture<String> inside = new CompletableFuture<>();
        CompletableFuture<String> outside = node.call(() -> {
            lane.after(5_000_000, () -> inside.complete("done"));
            return inside;
        });
        simulation.run(Duration.ofMillis(4));
        assertThat(outside).isNotDone();
        simulation.run(Duration.ofMillis(2));
        assertThat(outside).isCompletedWithValue("done");
    }

    @Test
    void aCallFailsWithTheProcess() {
        CompletableFuture<String> inside = new CompletableFuture<>();
        CompletableFuture<String> outside = node.call(() -> inside);
        simulation.run(Duration.ofMillis(4));
        node.crash();
        assertThat(outside).isCompletedExceptionally();
        inside.complete("too late");
        assertThat(outside).isCompletedExceptionally();
    }

    @Test
    void aLightLaneBorrowsTheThreadThatHandsOverOrNot() {
        Host.Lane light = host.lightLane("light");
        for (int i = 0; i < 100; i++) {
            lane.execute(() -> {
                light.execute(() -> seen.add("light"));
                seen.add("lane");
            });
        }
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).hasSize(200).containsSubsequence("light", "lane").containsSubsequence("lane", "lane", "light");
    }

    @Test
    void aDeferredTaskNeverRunsOnTheThreadThatHandsItOver() {
        Host.Lane light = host.lightLane("light");
        for (int i = 0; i < 100; i++) {
            lane.execute(() -> {
                int before = seen.size();
                light.defer(() -> seen.add("light"));
                assertThat(seen).hasSize(before);
            });
        }
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).hasSize(100);
    }

    @Test
    void aLightLaneKeepsTheOrderOfItsTasks() {
        Host.Lane light = host.lightLane("light");
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            lane.execute(() -> light.execute(() -> {
                light.execute(() -> ran.add(number));
                assertThat(ran).doesNotContain(number);
            }));
        }
        simulation.run(Duration.ofSeconds(1));
        assertThat(ran).hasSize(100);
    }

    @Test
    void aTaskOfALightLaneMustNotBlock() {
        host.lightLane("light").execute(() -> simulation.block(1));
        assertThatThrownBy(() -> simulation.run(Duration.ofSeconds(1))).hasMessageContaining("light lane");
    }

    @Test
    void aTaskRunByABorrowedThreadMayCloseTheLaneThatLentIt() {
        Host.Lane light = host.lightLane("light");
        for (int i = 0; i < 20; i++) {
            lane.execute(() -> light.execute(() -> {
                lane.close();
                seen.add("closed");
            }));
        }
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).isNotEmpty().containsOnly("closed");
    }

    @Test
    void clocksDriftAndTheWallClockJumps() {
        node.clock().drift(100_000);
        long nanos = host.nanoTime();
        long wall = host.wallMillis();
        node.clock().stepWall(Duration.ofHours(-1));
        simulation.run(Duration.ofSeconds(10));
        assertThat(host.nanoTime() - nanos).isEqualTo(11_000_000_000L);
        assertThat(host.wallMillis() - wall).isEqualTo(11_000L - 3_600_000L);
        node.clock().drift(0);
        assertThat(host.wallMillis() - wall).isEqualTo(11_000L - 3_600_000L);
    }

    @Test
    void aTimerOfAFastClockIsEarly() {
        node.clock().drift(1_000_000);
        lane.after(10_000_000, () -> seen.add("timer"));
        simulation.run(Duration.ofMillis(6));
        assertThat(seen).containsExactly("timer");
    }

    @Test
    void aCrashBetweenTwoEffectsOfOneTaskKeepsTheFirstOnly() {
        Host.Lane outlet = host.lane("outlet");
        simulation.laneDelay(Duration.ZERO, Duration.ZERO);
        lane.execute(() -> {
            node.crashAfterEffects(1);
            outlet.execute(() -> seen.add("one"));
            assertThat(node.isUp()).isTrue();
            outlet.execute(() -> seen.add("two"));
            assertThat(node.isUp()).isFalse();
        });
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).isEmpty();
    }
}
