/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge of the kill scenario finds what it is there to find. */
class LedgerTest {
    private final Ledger ledger = new Ledger("w");

    private int append(long length) {
        int token = ledger.nextToken();
        ledger.appended(token, length);
        return token;
    }

    @Test
    void aCleanHistoryHasNoFindings() {
        append(8);
        ledger.appendUnknown(ledger.nextToken());
        append(24);
        ledger.counted(1);
        ledger.countUnknown();
        ledger.counted(3);
        ledger.checkLog(0, Ledger.token(0) + Ledger.token(1) + Ledger.token(2));
        ledger.checkLog(0, Ledger.token(0) + Ledger.token(2));
        ledger.checkCount(2);
        ledger.checkCount(3);
        assertThat(ledger.wrong()).isEmpty();
    }

    @Test
    void anAcknowledgedTokenThatIsNotThereIsLost() {
        append(8);
        append(16);
        ledger.checkLog(0, Ledger.token(0));
        assertThat(ledger.wrong()).singleElement().asString().contains("lost");
    }

    @Test
    void aTokenAppliedTwiceIsFound() {
        append(8);
        ledger.checkLog(0, Ledger.token(0) + Ledger.token(0));
        assertThat(ledger.wrong()).singleElement().asString().contains("twice");
    }

    @Test
    void aRefusedTokenThatIsThereIsFound() {
        ledger.nextToken();
        ledger.checkLog(0, Ledger.token(0));
        assertThat(ledger.wrong()).singleElement().asString().contains("refused");
    }

    @Test
    void repliesThatCannotBeAreFound() {
        append(16);
        assertThat(ledger.wrong()).hasSize(1);
        ledger.counted(2);
        assertThat(ledger.wrong()).hasSize(2);
        ledger.checkCount(0);
        ledger.checkCount(2);
        assertThat(ledger.wrong()).hasSize(4);
    }
}
