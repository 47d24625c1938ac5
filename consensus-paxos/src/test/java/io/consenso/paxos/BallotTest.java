/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BallotTest {
    @Test
    void isMadeOfItsParts() {
        long ballot = Ballot.of(1L << 38, Ballot.MEMBERS_MAX, Ballot.LIVES - 1);
        assertThat(Ballot.round(ballot)).isEqualTo(1L << 38);
        assertThat(Ballot.member(ballot)).isEqualTo(Ballot.MEMBERS_MAX);
        assertThat(Ballot.toString(ballot)).isEqualTo("274877906944.1023");
    }

    @Test
    void theRoundCountsMostThenTheMemberThenTheLife() {
        long[] ascending = {
            Ballot.ZERO,
            Ballot.of(1, 1, 0),
            Ballot.of(1, 1, 1),
            Ballot.of(1, 2, 0),
            Ballot.of(2, 1, 0),
            Ballot.of((1L << 31) + 1, 1, 0),
            Ballot.of((1L << 39) - 1, 1, 0)
        };
        assertThat(ascending).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void zeroIsOfNobody() {
        assertThat(Ballot.round(Ballot.ZERO)).isZero();
        assertThat(Ballot.member(Ballot.ZERO)).isZero();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ballot.of(0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Ballot.of(1L << 39, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Ballot.of(1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Ballot.of(1, Ballot.MEMBERS_MAX + 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Ballot.of(1, 1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Ballot.of(1, 1, Ballot.LIVES));
    }
}
