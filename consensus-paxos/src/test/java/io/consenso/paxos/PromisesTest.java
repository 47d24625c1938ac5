/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.Rig.N1;
import static io.consenso.paxos.Rig.N2;
import static io.consenso.paxos.Rig.ballot;
import static io.consenso.paxos.Rig.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.spi.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromisesTest {
    private static final long OWN = ballot(9, 1);
    private static final long LOW = ballot(1, 2);
    private static final long HIGH = ballot(2, 3);

    private final Promises promises = new Promises(OWN, 5);

    private static Message.Promise piece(long first, long last, Entry... records) {
        return piece(0, first, last, records);
    }

    private static Message.Promise piece(long chosen, long first, long last, Entry... records) {
        return new Message.Promise(OWN, chosen, first, last, List.of(records), List.of());
    }

    @Test
    void onePieceToInfinityIsAWholePromise() {
        assertThat(promises.add(N2, piece(7, 5, Long.MAX_VALUE, entry(8, LOW, "h"))))
                .isTrue();
        assertThat(promises.from()).containsExactly(N2);
        assertThat(promises.chosen()).isEqualTo(7);
        assertThat(promises.last()).isEqualTo(8);
        assertThat(promises.evidence().values()).containsExactly(entry(8, LOW, "h"));
    }

    @Test
    void aPieceThatStartsAboveTheFirstSlotIsNoWholePromise() {
        assertThat(promises.add(N2, piece(6, Long.MAX_VALUE))).isFalse();
        assertThat(promises.from()).isEmpty();
        assertThat(promises.evidence()).isEmpty();
    }

    @Test
    void aPieceMayStartBelowTheFirstSlot() {
        assertThat(promises.add(N2, piece(1, Long.MAX_VALUE))).isTrue();
    }

    @Test
    void piecesOfDifferentAcceptorsDoNotJoin() {
        assertThat(promises.add(N1, piece(5, 7))).isFalse();
        assertThat(promises.add(N2, piece(8, Long.MAX_VALUE))).isFalse();
    }

    /** As many pieces as the first answer had, cut at different slots: 8 was in neither. */
    @Test
    void piecesOfTwoAnswersAreNotCounted() {
        assertThat(promises.add(N2, piece(5, 7))).isFalse();
        assertThat(promises.add(N2, piece(9, Long.MAX_VALUE))).isFalse();
        assertThat(promises.add(N2, piece(5, 6))).isFalse();
        assertThat(promises.add(N2, piece(7, 8, entry(8, LOW, "h")))).isTrue();
        assertThat(promises.evidence()).containsKey(8L);
    }

    @Test
    void overlappingPiecesJoinAndTheHigherOfTwoRecordsCounts() {
        assertThat(promises.add(N2, piece(5, 7, entry(6, LOW, "old")))).isFalse();
        assertThat(promises.add(N2, piece(6, Long.MAX_VALUE, entry(6, HIGH, "new"))))
                .isTrue();
        assertThat(promises.evidence().get(6L)).isEqualTo(entry(6, HIGH, "new"));
    }

    @Test
    void theHighestBallotOfAllAcceptorsCountsWhicheverComesFirst() {
        promises.add(N1, piece(5, Long.MAX_VALUE, entry(5, HIGH, "new"), entry(6, LOW, "old")));
        promises.add(N2, piece(5, Long.MAX_VALUE, entry(5, LOW, "old"), entry(6, HIGH, "new")));
        assertThat(promises.evidence().values()).containsExactly(entry(5, HIGH, "new"), entry(6, HIGH, "new"));
    }

    @Test
    void aPromiseForAnotherBallotIsNone() {
        assertThat(promises.add(N2, new Message.Promise(HIGH, 0, 5, Long.MAX_VALUE, List.of(), List.of())))
                .isFalse();
        assertThat(promises.from()).isEmpty();
    }

    @Test
    void whatComesAfterAWholePromiseIsIgnored() {
        promises.add(N2, piece(5, Long.MAX_VALUE));
        assertThat(promises.add(N2, piece(9, 5, Long.MAX_VALUE, entry(6, LOW, "f"))))
                .isFalse();
        assertThat(promises.chosen()).isZero();
        assertThat(promises.evidence()).isEmpty();
    }

    @Test
    void theHighestWatermarkOfThePiecesCounts() {
        promises.add(N2, piece(6, 5, 7));
        promises.add(N2, piece(4, 8, Long.MAX_VALUE));
        assertThat(promises.chosen()).isEqualTo(6);
    }

    @Test
    void aVoteThatCannotBeReadMakesThePromiseUnsoundInThatSlotAlone() {
        promises.add(N1, piece(5, Long.MAX_VALUE));
        promises.add(N2, new Message.Promise(OWN, 0, 5, Long.MAX_VALUE, List.of(), List.of(new Message.Slots(7, 8))));
        assertThat(promises.soundAt(6)).containsExactlyInAnyOrder(N1, N2);
        assertThat(promises.soundAt(7)).containsExactly(N1);
        assertThat(promises.soundAt(8)).containsExactly(N1);
        assertThat(promises.soundAt(9)).containsExactlyInAnyOrder(N1, N2);
    }

    /** Pieces of several answers, cut anywhere, in any order, with repetitions: whole when no slot is left out, and never before. */
    @Test
    void isWholeWhenEverySlotIsCoveredAndNotBefore() {
        Random random = new Random(1);
        for (int run = 0; run < 2_000; run++) {
            Promises mixed = new Promises(OWN, 5);
            List<Message.Promise> pieces = new ArrayList<>();
            for (int answer = 0; answer < 3; answer++) {
                long first = 5;
                while (first <= 10) {
                    long last = first + random.nextInt(4);
                    pieces.add(piece(first, last));
                    first = last + 1;
                }
                pieces.add(piece(first, Long.MAX_VALUE));
            }
            Collections.shuffle(pieces, random);
            Set<Long> covered = new HashSet<>();
            boolean isWhole = false;
            for (Message.Promise next : pieces) {
                for (long slot = next.first(); slot <= Math.min(next.last(), 20); slot++) {
                    covered.add(slot);
                }
                boolean isWholeNow = mixed.add(N2, next);
                assertThat(isWholeNow).isEqualTo(!isWhole && covered.size() == 16);
                isWhole |= isWholeNow;
            }
            assertThat(isWhole).isTrue();
        }
    }
}
