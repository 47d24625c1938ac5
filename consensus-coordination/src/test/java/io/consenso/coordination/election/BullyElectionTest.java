/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.coordination.Member;
import io.consenso.testkit.simulation.FrameFilter;
import io.consenso.testkit.simulation.LinkOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BullyElectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String[] COUNTED = {"Election", "Answer", "Coordinator"};

    /** True of the links of the group. */
    static final class Times {
        static final BullyElectionOptions SHORT = of(Duration.ofMillis(50));

        private Times() {}

        static BullyElectionOptions of(Duration heartbeatInterval) {
            return new BullyElectionOptions(ElectionGroup.DELAY_MAX, Duration.ofMillis(2), heartbeatInterval);
        }
    }

    private static ElectionGroup group(int size) {
        return new ElectionGroup(7, size, BullyElection::describe, member -> BullyElection.join(member, Times.SHORT))
                .start();
    }

    /** A group that the largest leads; the last ones send so many heart-beats that the first ones find out late when they are dead. */
    private static ElectionGroup patientGroup(int size, int patient) {
        ElectionGroup group = new ElectionGroup(
                7, size, BullyElection::describe, member -> BullyElection.join(member, patient(member, patient)));
        group.start();
        assertThat(group.awaitAgreed(LIMIT).leader()).isEqualTo(group.peer(size));
        group.simulation.run(LIMIT);
        group.forgetFrames();
        return group;
    }

    private static BullyElectionOptions patient(Member member, int patient) {
        boolean isPatient = member.peers().indexOf(member.self()) < patient;
        return Times.of(Duration.ofMillis(isPatient ? 300 : 20));
    }

    @Test
    void theLargestLeads() {
        ElectionGroup group = group(5).neverTwo();
        assertThat(group.awaitAgreed(LIMIT).leader()).isEqualTo(group.peer(5));
    }

    @Test
    void whoIsAloneLeads() {
        ElectionGroup group = group(1);
        assertThat(group.awaitAgreed(LIMIT).leader()).isEqualTo(group.peer(1));
        assertThat(group.simulation.network().sent()).isZero();
    }

    @Test
    void whenTheLeaderDiesTheNextLargestThatLivesIsElectedInALaterEpoch() {
        ElectionGroup group = group(5).neverTwo();
        Leadership first = group.awaitAgreed(LIMIT);
        group.group.crash(group.peer(4));
        group.group.crash(group.peer(5));
        Leadership second = group.awaitAgreed(LIMIT);
        assertThat(second.leader()).isEqualTo(group.peer(3));
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void whoReturnsTakesOverIfItIsTheLargest() {
        ElectionGroup group = group(4).neverTwo();
        group.awaitAgreed(LIMIT);
        group.group.crash(group.peer(4));
        Leadership meanwhile = group.awaitAgreed(LIMIT);
        assertThat(meanwhile.leader()).isEqualTo(group.peer(3));
        group.group.restart(group.peer(4));
        assertThat(group.simulation.runUntil(() -> !group.agreed().equals(Optional.of(meanwhile)), LIMIT))
                .isTrue();
        Leadership after = group.awaitAgreed(LIMIT);
        assertThat(after.leader()).isEqualTo(group.peer(4));
        assertThat(after.epoch()).isGreaterThan(meanwhile.epoch());
    }

    @Test
    void whoReturnsAndIsNotTheLargestIsToldWhoLeadsAndChangesNothing() {
        ElectionGroup group = group(4).neverTwo();
        Leadership leadership = group.awaitAgreed(LIMIT);
        group.group.crash(group.peer(2));
        group.simulation.run(LIMIT);
        group.group.restart(group.peer(2));
        assertThat(group.awaitAgreed(LIMIT)).isEqualTo(leadership);
    }

    @Test
    void whoResignsIsFollowedByTheNextLargestAndFollowsIt() {
        ElectionGroup group = group(4).neverTwo();
        Leadership first = group.awaitAgreed(LIMIT);
        group.group.await(group.group.call(group.peer(4), Election::stepDown), LIMIT);
        assertThat(group.current(group.peer(4))).isEmpty();
        Leadership second = group.awaitAgreed(LIMIT);
        assertThat(second.leader()).isEqualTo(group.peer(3));
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        group.simulation.run(LIMIT);
        assertThat(group.agreed()).contains(second);
        group.group.crash(group.peer(3));
        assertThat(group.awaitAgreed(LIMIT).leader()).isEqualTo(group.peer(4));
    }

    @Test
    void whoResignsAndIsAloneLeadsAgain() {
        ElectionGroup group = group(2).neverTwo();
        group.awaitAgreed(LIMIT);
        group.group.crash(group.peer(1));
        group.group.await(group.group.call(group.peer(2), Election::stepDown), LIMIT);
        assertThat(group.current(group.peer(2))).isEmpty();
        assertThat(group.awaitAgreed(LIMIT).leader()).isEqualTo(group.peer(2));
    }

    @Test
    void whoClosesHandsOverAndNamesNobody() {
        ElectionGroup group = group(3).neverTwo();
        group.awaitAgreed(LIMIT);
        Election closed = group.group.process(group.peer(3)).orElseThrow();
        List<Optional<Leadership>> heard = new ArrayList<>();
        group.group.node(group.peer(3)).run(() -> closed.listen(heard::add));
        group.group.node(group.peer(3)).run(closed::close);
        assertThat(closed.current()).isEmpty();
        assertThat(heard).hasSize(2).last().isEqualTo(Optional.empty());
        CompletableFuture<Void> late = group.group.call(group.peer(3), Election::stepDown);
        group.simulation.run(LIMIT);
        assertThat(late).isCompleted();
        assertThat(group.leaders()).containsExactly(group.peer(2));
    }

    /** One question that nobody answers and N - 2 announcements at best; at worst N^2 - N - 1; m^2 + N - 2 when m places below the dead leader. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void messagesForEachPlaceOfTheOneThatNoticesTheDeath(int size) {
        for (int below = 1; below < size; below++) {
            ElectionGroup group = patientGroup(size, size - 1).neverTwo();
            group.simulation.network().cutOneWay(group.peer(size), group.peer(size - below));
            assertThat(group.simulation.runUntil(() -> group.frames("Election") > 0, LIMIT))
                    .isTrue();
            group.group.crash(group.peer(size));
            group.simulation.runUntil(() -> group.agreed().isPresent(), LIMIT);
            assertThat(group.agreed().orElseThrow().leader()).isEqualTo(group.peer(size - 1));
            assertThat(group.frames("Election")).isEqualTo(below * (below + 1) / 2);
            assertThat(group.frames("Answer")).isEqualTo(below * (below - 1) / 2);
            assertThat(group.frames("Coordinator")).isEqualTo(size - 2);
            int total = group.frames(COUNTED);
            assertThat(total).isEqualTo(below * below + size - 2);
            assertThat(total).isBetween(size - 1, size * size - size - 1);
        }
        assertThat((size - 1) * (size - 1) + size - 2).isEqualTo(size * size - size - 1);
    }

    /** N - 1 announcements and no question. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 8})
    void theLargestAnnouncesItselfAtOnce(int size) {
        ElectionGroup group = patientGroup(size, size - 2).neverTwo();
        group.group.await(group.group.call(group.peer(size), Election::stepDown), LIMIT);
        assertThat(group.awaitAgreed(LIMIT).leader()).isEqualTo(group.peer(size - 1));
        group.forgetFrames();
        group.group.crash(group.peer(size - 1));
        assertThat(group.simulation.runUntil(() -> group.frames("Coordinator") > 0, LIMIT))
                .isTrue();
        assertThat(group.awaitAgreed(LIMIT).leader()).isEqualTo(group.peer(size));
        assertThat(group.frames(COUNTED)).isEqualTo(size - 1);
    }

    /** It does not know the epoch: everyone objects to its first announcement. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 8})
    void theLargestThatReturnsAnnouncesItselfTwice(int size) {
        ElectionGroup group = group(size).neverTwo();
        group.awaitAgreed(LIMIT);
        group.group.crash(group.peer(size));
        group.awaitAgreed(LIMIT);
        group.simulation.run(LIMIT);
        group.forgetFrames();
        group.group.restart(group.peer(size));
        group.simulation.run(LIMIT);
        assertThat(group.agreed().orElseThrow().leader()).isEqualTo(group.peer(size));
        assertThat(group.frames(COUNTED)).isEqualTo(3 * (size - 1));
    }

    @Test
    void onlyTheLeaderSendsHeartBeats() {
        ElectionGroup group = group(4);
        group.awaitAgreed(LIMIT);
        group.simulation.run(Duration.ofSeconds(1));
        group.forgetFrames();
        group.simulation.run(Duration.ofSeconds(5));
        assertThat(group.frames("Heartbeat")).isBetween(99 * 3, 101 * 3);
        assertThat(group.frames(COUNTED)).isZero();
    }

    /** Outside the assumptions: messages between live processes are lost. */
    @Test
    void aPartitionHasTwoLeadersInDifferentEpochsUntilItHeals() {
        ElectionGroup group = group(5);
        Leadership before = group.awaitAgreed(LIMIT);
        group.simulation.network().partition(List.of(group.peer(1), group.peer(2), group.peer(3)));
        group.simulation.run(LIMIT);
        assertThat(group.leaders()).containsExactly(group.peer(3), group.peer(5));
        Leadership one = group.current(group.peer(1)).orElseThrow();
        assertThat(group.current(group.peer(4))).contains(before);
        assertThat(one.epoch()).isGreaterThan(before.epoch());
        group.simulation.network().heal();
        assertThat(group.simulation.runUntil(() -> group.leaders().size() < 2, LIMIT))
                .isTrue();
        Leadership after = group.awaitAgreed(LIMIT);
        assertThat(after.leader()).isEqualTo(group.peer(5));
        assertThat(after.epoch()).isGreaterThan(one.epoch());
    }

    /** Outside the assumptions: answers take longer than T, so the largest does not count as alive. */
    @Test
    void slowMessagesMakeTwoLeadersWithoutAnyFailure() {
        ElectionGroup group = group(3);
        group.awaitAgreed(LIMIT);
        group.simulation.network().filter((from, to, name, frame) -> {
            group.simulation
                    .network()
                    .options(from, to, LinkOptions.reliable().withDelay(Duration.ofMillis(200), Duration.ofMillis(50)));
            return FrameFilter.Verdict.DELIVER;
        });
        assertThat(group.simulation.runUntil(() -> group.leaders().size() > 1, LIMIT))
                .isTrue();
    }

    /** Outside the assumptions: who is paused does not answer in time, and still believes to lead when it wakes up. */
    @Test
    void aLeaderThatWasPausedForTooLongLeadsBesideItsSuccessorForAMoment() {
        ElectionGroup group = group(3);
        group.awaitAgreed(LIMIT);
        group.group.node(group.peer(3)).pause(Duration.ofSeconds(1));
        assertThat(group.simulation.runUntil(() -> group.leaders().size() == 2, Duration.ofSeconds(1)))
                .isTrue();
        group.simulation.run(Duration.ofSeconds(1));
        assertThat(group.agreed().orElseThrow().leader()).isEqualTo(group.peer(3));
    }

    @Test
    void timesFollowFromTheBounds() {
        BullyElectionOptions options =
                new BullyElectionOptions(Duration.ofMillis(100), Duration.ofMillis(30), Duration.ofMillis(7));
        assertThat(options.answerTimeout()).isEqualTo(Duration.ofMillis(230));
        assertThat(options.coordinatorTimeout()).isEqualTo(Duration.ofMillis(460));
        assertThat(options.failureTimeout()).isEqualTo(Duration.ofMillis(137));
        assertThat(BullyElectionOptions.defaults().answerTimeout()).isEqualTo(Duration.ofMillis(1_500));
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new BullyElectionOptions(Duration.ZERO, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BullyElectionOptions(second, second.negated(), second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BullyElectionOptions(second, second, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
