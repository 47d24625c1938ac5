/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.Progress.ReadGrant;
import org.junit.jupiter.api.Test;

class ForwardedReadsTest {
    private final Outbox<String> outbox = new Outbox<>();
    private final ForwardedReads reads = new ForwardedReads(outbox, 100);

    @Test
    void allReadsOfARoundShareOneRequest() {
        reads.add(1);
        reads.add(2);
        assertThat(reads.forward(0)).hasValue(100);
        assertThat(reads.forward(0)).isEmpty();
        reads.granted(100, 7);
        assertThat(outbox.takeGrants()).containsExactly(new ReadGrant(1, 7), new ReadGrant(2, 7));
    }

    @Test
    void anAnswerIsForItsOwnRequest() {
        reads.add(1);
        assertThat(reads.forward(0)).hasValue(100);
        reads.add(2);
        assertThat(reads.forward(0)).hasValue(101);
        reads.granted(101, 8);
        reads.refused(100);
        assertThat(outbox.takeGrants()).containsExactly(new ReadGrant(2, 8));
        assertThat(outbox.takeReadsRefused()).containsExactly(1L);
    }

    @Test
    void aRepeatedOrUnknownAnswerIsIgnored() {
        reads.add(1);
        reads.forward(0);
        reads.granted(99, 7);
        reads.refused(101);
        assertThat(outbox.hasAnswers()).isFalse();
        reads.granted(100, 7);
        reads.granted(100, 8);
        reads.refused(100);
        assertThat(outbox.takeGrants()).containsExactly(new ReadGrant(1, 7));
        assertThat(outbox.takeReadsRefused()).isEmpty();
    }

    @Test
    void whatIsOldExpiresAndItsAnswerComesTooLate() {
        reads.add(1);
        reads.forward(10);
        reads.add(2);
        reads.forward(11);
        reads.add(3);
        reads.forward(12);
        reads.expire(9);
        assertThat(outbox.hasAnswers()).isFalse();
        reads.expire(11);
        assertThat(outbox.takeReadsRefused()).containsExactly(1L, 2L);
        reads.granted(100, 7);
        reads.granted(102, 7);
        assertThat(outbox.takeGrants()).containsExactly(new ReadGrant(3, 7));
    }

    /** The clock's zero is anywhere. */
    @Test
    void timesCompareAcrossTheLargestNumber() {
        reads.add(1);
        reads.forward(Long.MAX_VALUE - 1);
        reads.add(2);
        reads.forward(Long.MIN_VALUE + 1);
        reads.expire(Long.MIN_VALUE);
        assertThat(outbox.takeReadsRefused()).containsExactly(1L);
    }

    @Test
    void withTheLeaderAllAreRefusedAskedAndFresh() {
        reads.add(1);
        reads.forward(0);
        reads.add(2);
        reads.refuseAll();
        assertThat(outbox.takeReadsRefused()).containsExactly(1L, 2L);
        reads.granted(100, 7);
        assertThat(outbox.hasAnswers()).isFalse();
        assertThat(reads.forward(0)).isEmpty();
    }
}
