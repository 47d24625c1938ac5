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
import io.consenso.testkit.simulation.SimulatedNode.Death;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machines that are slow in one place, fail while they start, or have clocks that are wrong. */
class SimulatedNodeTest {
    private final Simulation simulation = new Simulation(3);
    private final SimulatedNode node = simulation.node(PeerId.of("a"));
    private final List<String> seen = new ArrayList<>();

    @Test
    void oneLaneMayBeSlow() {
        simulation.laneDelay(Duration.ofNanos(10_000), Duration.ofNanos(10_000));
        node.slowLane("apply", 1_000);
        node.host().lane("g/apply").execute(() -> seen.add("apply " + simulation.now()));
        node.host().lightLane("g/apply/light").execute(() -> seen.add("light " + simulation.now()));
        node.host().lane("g/loop").execute(() -> seen.add("loop " + simulation.now()));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("loop 10000", "apply 10000000", "light 10000000");
        node.slowLane("apply", 1);
        node.host().lane("g/apply").execute(() -> seen.add("apply " + simulation.now()));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).last().isEqualTo("apply 1000010000");
    }

    @Test
    void aCallOnAnotherDeviceTakesItsTime() {
        node.host().lane("log").execute(() -> {
            node.takes(Duration.ofMillis(7));
            seen.add(Duration.ofNanos(simulation.now()).toMillis() + " ms");
        });
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("7 ms");
    }

    @Test
    void aCallDoesNotReturnIfTheProcessDiesMeanwhileOrJustBefore() {
        for (boolean before : new boolean[] {true, false}) {
            node.host().lane("log").execute(() -> {
                if (before) {
                    node.crashAfterEffects(0);
                }
                node.takes(Duration.ofMillis(7));
                seen.add("returned");
            });
            simulation.run(Duration.ofMillis(3));
            node.crash();
            simulation.run(Duration.ofSeconds(1));
            node.restart();
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void whoAskedLearnsHowAProcessDied() {
        node.onDeath(how -> seen.add("first " + how));
        node.crash();
        node.restart();
        node.onDeath(how -> seen.add("second " + how));
        node.kill();
        assertThat(seen).containsExactly("first " + Death.POWER_LOST, "second " + Death.KILLED);
        assertThatThrownBy(() -> node.onDeath(how -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aProcessMayDieWhileItStartsAgainAndAgain() {
        node.program(up -> {
            Host.Lane lane = up.host().lane("loop");
            for (int step = 0; step < 3; step++) {
                seen.add(up.incarnations() + "." + step);
                lane.execute(() -> {});
            }
        });
        node.kill();
        for (int effects = 0; effects < 3; effects++) {
            node.restart();
            node.crashAfterEffects(effects);
            simulation.run(Duration.ofMillis(1));
            assertThat(node.isUp()).isFalse();
        }
        // What follows the effect in the same task is code of a dead process: it runs and does nothing.
        assertThat(seen).hasSize(9);
    }

    @Test
    void aWallClockMayStopAndJumpAndTheMonotonicOneDoesNotNotice() {
        long wall = node.host().wallMillis();
        long nanos = node.host().nanoTime();
        node.clock().stopWall(true);
        simulation.run(Duration.ofSeconds(5));
        assertThat(node.host().wallMillis()).isEqualTo(wall);
        node.clock().stepWall(Duration.ofSeconds(-100));
        assertThat(node.host().wallMillis()).isEqualTo(wall - 100_000);
        node.clock().stopWall(false);
        simulation.run(Duration.ofSeconds(5));
        assertThat(node.host().wallMillis()).isEqualTo(wall - 95_000);
        assertThat(node.host().nanoTime() - nanos).isEqualTo(10_000_000_000L);
    }

    @Test
    void timersRunAtTheRateOfTheirClock() {
        node.clock().drift(1_000_000);
        node.host().lane("loop").after(1_000_000_000L, () -> seen.add("done"));
        simulation.run(Duration.ofMillis(510));
        assertThat(seen).containsExactly("done");
        assertThatThrownBy(() -> node.clock().drift(-1_000_000)).isInstanceOf(IllegalArgumentException.class);
    }
}
