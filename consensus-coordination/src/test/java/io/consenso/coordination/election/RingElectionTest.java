/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingElectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Within the bound on delays, the detector of these is perfect. */
    static final class Times {
        static final RingElectionOptions SHORT = of(Duration.ofMillis(75));

        private Times() {}

        static RingElectionOptions of(Duration failureTimeout) {
            return RingElectionOptions.of(Duration.ofMillis(50), failureTimeout, Duration.ofMillis(450));
        }
    }

    private static ElectionGroup ring(int size) {
        return new ElectionGroup(7, size, RingElection::describe, member -> RingElection.join(member, Times.SHORT))
                .start();
    }

    /** A ring that this one leads, in which all are up. */
    private static ElectionGroup ringLedBy(int leader, int size) {
        ElectionGroup ring = ring(size);
        for (int larger = leader + 1; larger <= size; larger++) {
            ring.group.crash(ring.peer(larger));
        }
        ring.awaitAgreed(LIMIT);
        for (int larger = leader + 1; larger <= size; larger++) {
            ring.group.restart(ring.peer(larger));
        }
        assertThat(ring.awaitAgreed(LIMIT).leader()).isEqualTo(ring.peer(leader));
        return ring;
    }

    @Test
    void theLargestIsElectedAndEveryoneNamesIt() {
        ElectionGroup ring = ring(5).neverTwo();
        assertThat(ring.agreed()).isEmpty();
        assertThat(ring.awaitAgreed(LIMIT).leader()).isEqualTo(ring.peer(5));
    }

    @Test
    void whoIsAloneLeads() {
        ElectionGroup ring = ring(1);
        assertThat(ring.awaitAgreed(LIMIT).leader()).isEqualTo(ring.peer(1));
        assertThat(ring.simulation.network().sent()).isZero();
    }

    @Test
    void whenTheLeaderDiesTheLargestOfTheOthersIsElectedInALaterEpoch() {
        ElectionGroup ring = ring(5).neverTwo();
        Leadership first = ring.awaitAgreed(LIMIT);
        ring.group.crash(ring.peer(5));
        Leadership second = ring.awaitAgreed(LIMIT);
        assertThat(second.leader()).isEqualTo(ring.peer(4));
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void severalDeadNeighboursInARowAreSkipped() {
        ElectionGroup ring = ring(6).neverTwo();
        ring.awaitAgreed(LIMIT);
        List.of(2, 3, 4, 6).forEach(number -> ring.group.crash(ring.peer(number)));
        assertThat(ring.awaitAgreed(LIMIT).leader()).isEqualTo(ring.peer(5));
        ring.group.crash(ring.peer(5));
        assertThat(ring.awaitAgreed(LIMIT).leader()).isEqualTo(ring.peer(1));
    }

    @Test
    void whoResignsIsFollowedByAnother() {
        ElectionGroup ring = ring(4).neverTwo();
        Leadership first = ring.awaitAgreed(LIMIT);
        ring.group.await(ring.group.call(ring.peer(4), Election::stepDown), LIMIT);
        assertThat(ring.current(ring.peer(4))).isEmpty();
        Leadership second = ring.awaitAgreed(LIMIT);
        assertThat(second.leader()).isEqualTo(ring.peer(3));
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void whoResignsAndIsAloneLeadsAgain() {
        ElectionGroup ring = ring(2).neverTwo();
        ring.awaitAgreed(LIMIT);
        ring.group.crash(ring.peer(1));
        ring.group.await(ring.group.call(ring.peer(2), Election::stepDown), LIMIT);
        assertThat(ring.current(ring.peer(2))).isEmpty();
        assertThat(ring.awaitAgreed(LIMIT).leader()).isEqualTo(ring.peer(2));
    }

    @Test
    void whoDoesNotLeadHasNothingToResign() {
        ElectionGroup ring = ring(3);
        Leadership leadership = ring.awaitAgreed(LIMIT);
        ring.group.await(ring.group.call(ring.peer(1), Election::stepDown), LIMIT);
        ring.simulation.run(LIMIT);
        assertThat(ring.agreed()).contains(leadership);
    }

    @Test
    void whoReturnsFollowsTheLeaderAndDoesNotTakeOver() {
        ElectionGroup ring = ring(4).neverTwo();
        ring.awaitAgreed(LIMIT);
        ring.group.crash(ring.peer(4));
        Leadership leadership = ring.awaitAgreed(LIMIT);
        ring.group.restart(ring.peer(4));
        assertThat(ring.awaitAgreed(LIMIT)).isEqualTo(leadership);
        ring.simulation.run(LIMIT);
        assertThat(ring.agreed()).contains(leadership);
    }

    @Test
    void aLeaderThatDiesAndReturnsBeforeAnyoneNoticesLeadsNoMore() {
        ElectionGroup ring = ring(4).neverTwo();
        Leadership first = ring.awaitAgreed(LIMIT);
        ring.group.crash(ring.peer(4));
        ring.group.restart(ring.peer(4));
        assertThat(ring.simulation.runUntil(
                        () -> ring.agreed()
                                .filter(now -> now.epoch() > first.epoch())
                                .isPresent(),
                        LIMIT))
                .isTrue();
    }

    @Test
    void whoClosesHandsOverAndNamesNobody() {
        ElectionGroup ring = ring(3).neverTwo();
        ring.awaitAgreed(LIMIT);
        Election closed = ring.group.process(ring.peer(3)).orElseThrow();
        List<Optional<Leadership>> heard = new ArrayList<>();
        ring.group.node(ring.peer(3)).run(() -> closed.listen(heard::add));
        ring.group.node(ring.peer(3)).run(closed::close);
        ring.group.node(ring.peer(3)).run(closed::close);
        assertThat(closed.current()).isEmpty();
        assertThat(heard).hasSize(2).last().isEqualTo(Optional.empty());
        CompletableFuture<Void> late = ring.group.call(ring.peer(3), Election::stepDown);
        ring.simulation.run(LIMIT);
        assertThat(late).isCompleted();
        assertThat(ring.current(ring.peer(1)).orElseThrow().leader()).isEqualTo(ring.peer(2));
        assertThat(ring.current(ring.peer(2)).orElseThrow().leader()).isEqualTo(ring.peer(2));
    }

    @Test
    void aListenerHearsWhoLeadsAtOnceAndOfEveryChange() {
        ElectionGroup ring = ring(3);
        List<Optional<Leadership>> heard = new ArrayList<>();
        Leadership first = ring.awaitAgreed(LIMIT);
        ring.group.process(ring.peer(1)).orElseThrow().listen(heard::add);
        ring.simulation.run(Duration.ofMillis(1));
        assertThat(heard).containsExactly(Optional.of(first));
        ring.group.crash(ring.peer(3));
        Leadership second = ring.awaitAgreed(LIMIT);
        assertThat(heard).containsExactly(Optional.of(first), Optional.empty(), Optional.of(second));
    }

    /** One of N begins: d hops to the largest, N around the ring, N to tell. At most 3N - 1, at least 2N. */
    @ParameterizedTest
    @ValueSource(ints = {5, 6, 8})
    void oneStarterCostsItsDistanceFromTheLargestAndTwiceAround(int size) {
        for (int starter = 1; starter <= size; starter++) {
            // Suspected by the starter alone; neither a neighbour of it nor the one to be elected.
            int suspected = starter == size - 2 ? 1 : (starter + 1) % size + 1;
            ElectionGroup ring = ringLedBy(suspected, size);
            ring.forgetFrames();
            ring.simulation.network().cutOneWay(ring.peer(suspected), ring.peer(starter));
            assertThat(ring.simulation.runUntil(() -> ring.frames("Election") > 0, LIMIT))
                    .isTrue();
            ring.simulation.network().heal();
            ring.simulation.run(LIMIT);
            assertThat(ring.agreed().orElseThrow().leader()).isEqualTo(ring.peer(size));
            assertThat(ring.frames("Election", "Elected"))
                    .as("p%s of %s begins", starter, size)
                    .isEqualTo(2 * size + (size - starter));
        }
    }

    /** All others begin when the leader resigns; it passes on what they say. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void severalStartersTogetherCostNoMore(int size) {
        ElectionGroup ring = ring(size);
        ring.awaitAgreed(LIMIT);
        ring.forgetFrames();
        ring.group.await(ring.group.call(ring.peer(size), Election::stepDown), LIMIT);
        ring.simulation.run(LIMIT);
        assertThat(ring.agreed().orElseThrow().leader()).isEqualTo(ring.peer(size - 1));
        assertThat(ring.frames("Election", "Elected")).isBetween(2 * size, 3 * size - 1);
    }

    @Test
    void heartBeatsGoFromEveryoneToEveryoneAndAreCountedApart() {
        ElectionGroup ring = ring(4);
        ring.awaitAgreed(LIMIT);
        ring.simulation.run(Duration.ofSeconds(1));
        ring.forgetFrames();
        ring.simulation.run(Duration.ofSeconds(5));
        assertThat(ring.frames("Heartbeat")).isBetween(99 * 4 * 3, 101 * 4 * 3);
        assertThat(ring.frames("Election", "Elected")).isZero();
    }

    /** Outside the assumptions: those on each side take the others for dead. */
    @Test
    void aPartitionHasTwoLeadersInDifferentEpochsUntilItHeals() {
        ElectionGroup ring = ring(5);
        Leadership before = ring.awaitAgreed(LIMIT);
        ring.simulation.network().partition(List.of(ring.peer(1), ring.peer(2), ring.peer(3)));
        ring.simulation.run(LIMIT);
        assertThat(ring.leaders()).containsExactly(ring.peer(3), ring.peer(5));
        Leadership one = ring.current(ring.peer(1)).orElseThrow();
        Leadership other = ring.current(ring.peer(4)).orElseThrow();
        assertThat(other).isEqualTo(before);
        assertThat(one.epoch()).isGreaterThan(other.epoch());
        ring.simulation.network().heal();
        assertThat(ring.awaitAgreed(LIMIT)).isEqualTo(one);
        assertThat(ring.leaders()).containsExactly(ring.peer(3));
    }

    /** Outside the assumptions: who is paused for longer than the detector waits still believes to lead when it wakes up. */
    @Test
    void aLeaderThatWasPausedForTooLongLeadsBesideItsSuccessorForAMoment() {
        ElectionGroup ring = ring(3);
        ring.awaitAgreed(LIMIT);
        ring.group.node(ring.peer(3)).pause(Duration.ofSeconds(1));
        assertThat(ring.simulation.runUntil(() -> ring.leaders().size() == 2, Duration.ofSeconds(1)))
                .isTrue();
        assertThat(ring.awaitAgreed(LIMIT).leader()).isEqualTo(ring.peer(2));
    }

    @Test
    void optionsAreChecked() {
        Duration second = Duration.ofSeconds(1);
        assertThat(RingElectionOptions.defaults().heartbeatInterval()).isEqualTo(Duration.ofMillis(100));
        assertThatThrownBy(() -> RingElectionOptions.of(Duration.ZERO, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RingElectionOptions.of(second, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RingElectionOptions.of(Duration.ofMillis(1), second, Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
