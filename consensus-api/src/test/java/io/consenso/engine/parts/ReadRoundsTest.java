/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadRoundsTest {
    private static final PeerId N2 = PeerId.of("n2");

    private final List<String> answers = new ArrayList<>();
    private final ReadRounds reads = new ReadRounds(() -> this.chosen, new Recorded());
    private long chosen = 5;

    private final class Recorded implements ReadRounds.Answers {
        @Override
        public void grant(ReadRounds.Reader reader, long index) {
            answers.add(name(reader) + " at " + index);
        }

        @Override
        public void refuse(ReadRounds.Reader reader) {
            answers.add(name(reader) + " refused");
        }

        private static String name(ReadRounds.Reader reader) {
            return reader.from().map(PeerId::value).orElse("self") + ":" + reader.id();
        }
    }

    @Test
    void oneRoundServesAllThatWait() {
        reads.add(1);
        reads.add(N2, 42);
        assertThat(reads.open()).isTrue();
        assertThat(reads.newest()).isEqualTo(1);
        assertThat(answers).isEmpty();
        reads.confirm(1);
        assertThat(answers).containsExactly("self:1 at 5", "n2:42 at 5");
    }

    @Test
    void noRoundOpensForNobody() {
        assertThat(reads.open()).isFalse();
        assertThat(reads.newest()).isZero();
    }

    /** What is chosen later is no part of what the read must see, and waiting for it would take longer. */
    @Test
    void theReadIndexIsThatOfTheStartOfTheRound() {
        reads.add(1);
        reads.open();
        chosen = 9;
        reads.confirm(1);
        assertThat(answers).containsExactly("self:1 at 5");
    }

    @Test
    void aReadIsConfirmedByNoRoundFromBeforeIt() {
        reads.add(1);
        reads.open();
        reads.add(2);
        reads.confirm(1);
        assertThat(answers).containsExactly("self:1 at 5");
        reads.open();
        reads.confirm(1);
        assertThat(answers).hasSize(1);
        reads.confirm(2);
        assertThat(answers).containsExactly("self:1 at 5", "self:2 at 5");
    }

    @Test
    void aRoundConfirmsThoseBeforeIt() {
        reads.add(1);
        reads.open();
        chosen = 6;
        reads.add(2);
        reads.open();
        reads.confirm(2);
        assertThat(answers).containsExactly("self:1 at 5", "self:2 at 6");
    }

    @Test
    void whileTwoRoundsAreOpenReadsGather() {
        for (int read = 1; read <= 2; read++) {
            reads.add(read);
            assertThat(reads.open()).isTrue();
        }
        reads.add(3);
        reads.add(4);
        assertThat(reads.open()).isFalse();
        reads.confirm(1);
        assertThat(reads.open()).isTrue();
        assertThat(reads.newest()).isEqualTo(3);
        reads.confirm(3);
        assertThat(answers).containsExactly("self:1 at 5", "self:2 at 5", "self:3 at 5", "self:4 at 5");
    }

    @Test
    void everyReaderIsRefusedOnceInOpenRoundsAndWaiting() {
        reads.add(1);
        reads.open();
        reads.add(N2, 42);
        reads.refuseAll();
        assertThat(answers).containsExactly("self:1 refused", "n2:42 refused");
        reads.refuseAll();
        reads.confirm(1);
        assertThat(answers).hasSize(2);
        assertThat(reads.open()).isFalse();
    }
}
