/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consenso.Membership;
import io.consenso.PeerId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuorumsTest {
    private static List<PeerId> peers(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(i -> PeerId.of("n" + i)).toList();
    }

    private static Quorums majorities(int n) {
        return Quorums.of(Membership.of(peers(n)), PaxosOptions.defaults());
    }

    private static Quorums of(int n, int election, int write) {
        return Quorums.of(Membership.of(peers(n)), PaxosOptions.defaults().withQuorums(election, write));
    }

    @Test
    void areMajoritiesUnlessToldOtherwise() {
        for (int n = 1; n <= 9; n++) {
            Quorums quorums = majorities(n);
            int majority = n / 2 + 1;
            for (int size = 0; size <= n; size++) {
                assertThat(quorums.isQ1(peers(size))).isEqualTo(size >= majority);
                assertThat(quorums.isQ2(peers(size))).isEqualTo(size >= majority);
                assertThat(quorums.meetsEveryQ2(peers(size))).isEqualTo(size > n - majority);
            }
        }
    }

    /** Every pair of sizes: valid when, and only when, both are within the group and any two of them share a voter. */
    @Test
    void sizesWhoseSumDoesNotExceedTheGroupAreRefused() {
        for (int n = 1; n <= 6; n++) {
            for (int election = 1; election <= 8; election++) {
                for (int write = 1; write <= 8; write++) {
                    int voters = n;
                    int q1 = election;
                    int q2 = write;
                    if (q1 <= n && q2 <= n && q1 + q2 > n) {
                        Quorums quorums = of(voters, q1, q2);
                        assertThat(quorums.isQ1(peers(q1))).isTrue();
                        assertThat(quorums.isQ1(peers(q1 - 1))).isFalse();
                        assertThat(quorums.isQ2(peers(q2))).isTrue();
                        assertThat(quorums.isQ2(peers(q2 - 1))).isFalse();
                        assertThat(quorums.meetsEveryQ2(peers(n - q2 + 1))).isTrue();
                        assertThat(quorums.meetsEveryQ2(peers(n - q2))).isFalse();
                    } else {
                        assertThatIllegalArgumentException().isThrownBy(() -> of(voters, q1, q2));
                    }
                }
            }
        }
    }

    @Test
    void whoIsNoVoterDoesNotCount() {
        PeerId learner = PeerId.of("x");
        Quorums quorums = Quorums.of(
                new Membership(new TreeSet<>(peers(3)), new TreeSet<>(List.of(learner))), PaxosOptions.defaults());
        List<PeerId> together = List.of(PeerId.of("n1"), learner, PeerId.of("stranger"));
        assertThat(quorums.isQ1(together)).isFalse();
        assertThat(quorums.isQ2(together)).isFalse();
        assertThat(quorums.meetsEveryQ2(together)).isFalse();
        assertThat(quorums.isVoter(learner)).isFalse();
        assertThat(quorums.isVoter(PeerId.of("n1"))).isTrue();
        assertThat(quorums.voters()).containsExactlyElementsOf(peers(3));
    }

    @Test
    void tellHowFarEnoughVotersHaveCome() {
        Map<PeerId, Long> reached = Map.of(
                PeerId.of("n1"),
                50L,
                PeerId.of("n2"),
                40L,
                PeerId.of("n3"),
                30L,
                PeerId.of("n4"),
                20L,
                PeerId.of("n5"),
                10L);
        assertThat(majorities(5).reachedForWrites(reached::get)).isEqualTo(30);
        assertThat(majorities(5).reachedAgainstElections(reached::get)).isEqualTo(30);
        // Two write; and no four elect without one of the two that have come to 40.
        assertThat(of(5, 4, 2).reachedForWrites(reached::get)).isEqualTo(40);
        assertThat(of(5, 4, 2).reachedAgainstElections(reached::get)).isEqualTo(40);
        // Five elect, so one that has come to 50 is enough against them.
        assertThat(of(5, 5, 2).reachedAgainstElections(reached::get)).isEqualTo(50);
        assertThat(of(5, 2, 4).reachedForWrites(reached::get)).isEqualTo(20);
    }

    @Test
    void sayWhatTheySurvive() {
        assertThat(of(5, 4, 2))
                .hasToString(
                        "elections need 4 of 5 voters and survive the loss of 1, writes need 2 and survive the loss of 3");
    }
}
