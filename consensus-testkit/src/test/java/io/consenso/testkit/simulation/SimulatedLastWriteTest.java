/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.Host;
import io.consenso.spi.Log;
import io.consenso.spi.Storage.GroupBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write that is the last thing that a task does, with what follows handed in. */
class SimulatedLastWriteTest {
    private static final PeerId A = PeerId.of("a");

    private final List<String> seen = new ArrayList<>();
    private Simulation simulation = new Simulation(0);
    private SimulatedNode node = simulation.node(A);
    private Host.Lane lane = node.host().lane("log");

    @BeforeEach
    void slowDisk() {
        fresh(0);
    }

    @Test
    void whatFollowsRunsWhenTheWriteHasEndedAndNothingOfTheLaneComesBetween() {
        node.host().lane("other").after(5_000_000, () -> seen.add("other" + at()));
        lane.execute(() -> write("written"));
        lane.execute(() -> seen.add("next" + at()));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("other at 5 ms", "written at 10 ms", "next at 10 ms");
        assertThat(node.disk().durable("g").lastIndex()).isEqualTo(1);
    }

    @Test
    void whatFollowsNeverRunsIfTheProcessDiesMeanwhile() {
        Set<Long> left = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            fresh(seed);
            lane.execute(() -> write("written"));
            simulation.run(Duration.ofMillis(5));
            node.crash();
            node.restart();
            simulation.run(Duration.ofSeconds(1));
            left.add(node.storage().log("g").lastIndex());
        }
        assertThat(seen).isEmpty();
        assertThat(left).containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void whatFollowsWaitsWhileTheProcessIsPaused() {
        lane.execute(() -> write("written"));
        simulation.run(Duration.ofMillis(5));
        node.pause(Duration.ofMillis(100));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("written at 105 ms");
    }

    @Test
    void whatFollowsLearnsOfAFailure() {
        node.disk().failNextSync(new IOException("fsync"));
        lane.execute(() -> write("first"));
        lane.execute(() -> write("second"));
        simulation.run(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("first at 10 ms: fsync", "second at 10 ms: a write has failed before");
    }

    @Test
    void aLaneThatIsClosedEndsWithWhatFollows() {
        lane.execute(() -> write("written"));
        simulation.run(Duration.ofMillis(1));
        lane.close();
        assertThat(seen).containsExactly("written at 10 ms");
    }

    @Test
    void aTaskThatGoesOnIsFoundOut() {
        Host.Lane other = node.host().lane("other");
        lane.execute(() -> {
            write("written");
            other.execute(() -> seen.add("too early"));
        });
        assertThatThrownBy(() -> simulation.run(Duration.ofSeconds(1)))
                .isInstanceOf(SimulationFailure.class)
                .hasRootCauseMessage("a task goes on after the call that was to be its last");
        assertThat(seen).isEmpty();
    }

    @Test
    void betweenEventsAWriteTakesNoTime() {
        write("written");
        assertThat(seen).containsExactly("written at 0 ms");
    }

    private void fresh(long seed) {
        simulation = new Simulation(seed);
        node = simulation.node(A);
        node.disk().options(DiskOptions.ssd().withSync(Duration.ofMillis(10), Duration.ZERO));
        lane = node.host().lane("log");
    }

    private String at() {
        return " at " + Duration.ofNanos(simulation.now()).toMillis() + " ms";
    }

    private void write(String what) {
        Entry entry = new Entry(1, 1, Entry.Kind.COMMANDS, Bytes.EMPTY);
        Log.Batch batch = new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(entry), Optional.empty());
        node.storage()
                .write(
                        List.of(new GroupBatch("g", batch)),
                        thrown -> seen.add(what
                                + at()
                                + thrown.map(t -> ": " + t.getMessage()).orElse("")));
    }
}
