/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.Faults;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Disks fail within what the group promises to survive: whoever may halt does, nobody else, and the operator gets everybody back. */
public abstract class FaultAtlasContract extends ReplicaContract {
    private static final PeerId N2 = PeerId.of("n2");
    private static final PeerId N3 = PeerId.of("n3");

    private final Set<Long> acknowledged = new HashSet<>();
    private long next = 1;

    /** For subclasses. */
    protected FaultAtlasContract() {}

    @Test
    void aReplicaHaltsWhenAWriteFailsAndIsBackAfterARestart() {
        haltsAndIsBack("failed-write");
    }

    @Test
    void aReplicaHaltsWhenASyncFailsAndIsBackAfterARestart() {
        haltsAndIsBack("failed-sync");
    }

    @Test
    void aReplicaHaltsWhenItsDiskIsFullAndIsBackAfterARestart() {
        haltsAndIsBack("full-disk");
    }

    private void haltsAndIsBack(String kind) {
        Faults faults = apply("1s " + kind + " n2 2s");
        load(2_000);
        assertThat(cluster.halted()).containsOnlyKeys(N2);
        assertThat(faults.mayBeHalted()).containsExactly(N2);
        load(2_000);
        assertThat(faults.mayBeHalted()).isEmpty();
        assertThat(faults.mayHaveHalted()).containsExactly(N2);
        assertThat(faults.replaced()).isEmpty();
        assertThatAllIsWell();
    }

    @Test
    void aReplicaWithADamagedEntryDoesNotStartUntilTheDiskIsReplaced() {
        isReplaced("rot-entry n2 4s =999");
    }

    @Test
    void aReplicaWithADamagedVoteDoesNotStartUntilTheDiskIsReplaced() {
        isReplaced("rot-vote n2 4s");
    }

    @Test
    void aReplicaWithADamagedSnapshotDoesNotStartUntilTheDiskIsReplaced() {
        isReplaced("rot-snapshot n2 4s");
    }

    private void isReplaced(String rot) {
        // Soon after, so that nothing newer takes the place of what is damaged.
        Faults faults = apply("1.499s " + rot + "; 1.5s crash n2 0.5s");
        load(3_000);
        assertThat(cluster.halted()).containsOnlyKeys(N2);
        assertThat(faults.mayBeHalted()).containsExactly(N2);
        assertThat(faults.replaced()).isEmpty();
        load(4_000);
        assertThat(faults.mayBeHalted()).isEmpty();
        assertThat(faults.replaced()).containsExactly(N2);
        assertThatAllIsWell();
    }

    @Test
    void aLostDiskIsReplacedOnlyWhenTheOthersHoldEverything() {
        Faults faults = apply("1s lost-disk n2 1s; 1.5s crash n3 2s");
        load(3_400);
        assertThat(cluster.replica(N2)).isEmpty();
        assertThat(faults.replaced()).isEmpty();
        load(3_000);
        assertThat(faults.replaced()).containsExactly(N2);
        assertThat(cluster.halted()).isEmpty();
        assertThatAllIsWell();
    }

    @Test
    void noMoreThanAMinorityOfDisksIsDamagedAndOneAtATime() {
        Faults three = apply("1s lost-disk n2 0.5s; 6s rot-vote n3 0.5s");
        load(8_000);
        assertThat(three.injected()).containsOnlyKeys(FaultKind.LOST_DISK);
        assertThat(three.skipped()).containsOnlyKeys(FaultKind.ROT_VOTE);
        assertThatAllIsWell();

        options = ReplicaOptions.defaults();
        start(5, 2);
        propose(N2, "first");
        Faults five = FaultSchedule.parse(
                        "1s lost-disk n2 1s; 1.5s lost-disk n3 1s; 6s rot-vote n3 1s; 12s lost-disk n4 1s")
                .applyTo(cluster);
        simulation.run(Duration.ofSeconds(20));
        assertThat(five.injected()).containsOnlyKeys(FaultKind.LOST_DISK, FaultKind.ROT_VOTE);
        assertThat(five.skipped()).containsEntry(FaultKind.LOST_DISK, 2L);
        assertThat(five.replaced()).containsExactly(N2, N3);
        cluster.awaitConverged(Duration.ofSeconds(5));
    }

    @Test
    void mendingEverythingReplacesTheDiskToo() {
        Faults faults = apply("1s lost-disk n2 100s; 1s full-disk n3 100s");
        load(2_000);
        faults.stopAndMend();
        load(4_000);
        assertThat(faults.mayBeHalted()).isEmpty();
        assertThat(faults.mayHaveHalted()).containsExactly(N2, N3);
        assertThat(faults.replaced()).containsExactly(N2);
        assertThatAllIsWell();
    }

    private Faults apply(String schedule) {
        options = ReplicaOptions.defaults()
                .withRequestTimeout(Duration.ofSeconds(2))
                .withSnapshotEvery(20, 1 << 20, Duration.ofHours(1));
        start(3);
        return FaultSchedule.parse(schedule).applyTo(cluster);
    }

    /** With a command on each replica every few milliseconds. */
    private void load(int millis) {
        for (int passed = 0; passed < millis; passed += 10) {
            long id = next++;
            PeerId peer = cluster.peers().get((int) (id % cluster.peers().size()));
            var unused = cluster.propose(peer, Bytes.ofLong(id)).thenAccept(reply -> acknowledged.add(id));
            simulation.run(Duration.ofMillis(10));
        }
    }

    private void assertThatAllIsWell() {
        simulation.run(Duration.ofSeconds(3));
        cluster.awaitConverged(Duration.ofSeconds(10));
        assertThat(acknowledged).hasSizeGreaterThan(100);
        for (PeerId peer : cluster.peers()) {
            Set<Long> applied = new HashSet<>();
            cluster.machine(peer)
                    .journal()
                    .commands()
                    .forEach(command -> applied.add(command.payload().toLong()));
            assertThat(applied).containsAll(acknowledged);
        }
    }
}
