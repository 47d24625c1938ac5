/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Ready.Send;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final PeerId N1 = PeerId.of("n1");
    private static final PeerId N2 = PeerId.of("n2");

    private final Outbox<String> outbox = new Outbox<>();

    @Test
    void messagesAreTakenOnceInTheOrderInWhichTheyCame() {
        outbox.sendNow(N1, "a");
        outbox.sendAfterPersist(N1, "b");
        outbox.sendNow(N2, "c");
        assertThat(outbox.takeNow()).containsExactly(new Send<>(N1, "a"), new Send<>(N2, "c"));
        assertThat(outbox.takeAfterPersist()).containsExactly(new Send<>(N1, "b"));
        assertThat(outbox.takeNow()).isEmpty();
        assertThat(outbox.takeAfterPersist()).isEmpty();
    }

    @Test
    void whatIsReleasedLeavesBehindWhatMayLeaveAnyway() {
        outbox.sendAfterPersist(N1, "a");
        outbox.sendNow(N2, "b");
        outbox.releaseAfterPersist();
        assertThat(outbox.takeNow()).containsExactly(new Send<>(N2, "b"), new Send<>(N1, "a"));
        assertThat(outbox.takeAfterPersist()).isEmpty();
    }

    @Test
    void answersAreTakenOnce() {
        outbox.grant(1, 7);
        outbox.refuseRead(2);
        outbox.refuseReads(List.of(3L, 4L));
        outbox.refuse(new Engine.Proposal(5, Bytes.EMPTY));
        assertThat(outbox.takeGrants()).containsExactly(new ReadGrant(1, 7));
        assertThat(outbox.takeReadsRefused()).containsExactly(2L, 3L, 4L);
        assertThat(outbox.takeProposalsRefused()).containsExactly(5L);
        assertThat(outbox.takeGrants()).isEmpty();
        assertThat(outbox.takeReadsRefused()).isEmpty();
        assertThat(outbox.takeProposalsRefused()).isEmpty();
    }

    @Test
    void messagesAreNoAnswers() {
        outbox.sendNow(N1, "a");
        outbox.sendAfterPersist(N1, "b");
        assertThat(outbox.hasAnswers()).isFalse();
    }

    @Test
    void everyKindOfAnswerCountsUntilItIsTaken() {
        outbox.grant(1, 7);
        assertThat(outbox.hasAnswers()).isTrue();
        outbox.takeGrants();
        outbox.refuseRead(2);
        assertThat(outbox.hasAnswers()).isTrue();
        outbox.takeReadsRefused();
        outbox.refuse(new Engine.Proposal(5, Bytes.EMPTY));
        assertThat(outbox.hasAnswers()).isTrue();
        outbox.takeProposalsRefused();
        assertThat(outbox.hasAnswers()).isFalse();
    }

    @Test
    void whatWasTakenStaysAsItWas() {
        outbox.sendNow(N1, "a");
        List<Send<String>> taken = outbox.takeNow();
        outbox.sendNow(N1, "b");
        assertThat(taken).containsExactly(new Send<>(N1, "a"));
    }
}
