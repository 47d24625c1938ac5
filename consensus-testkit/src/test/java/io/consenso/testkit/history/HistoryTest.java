/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.testkit.history.Operation.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private long now;
    private final History history = new History(() -> now);

    @Test
    void keepsWhoAskedWhatAndWhen() {
        now = 5;
        long id = history.command(3, "x", Bytes.ofUtf8("put"));
        now = 9;
        history.ok(id, Bytes.ofUtf8("done"));
        Operation operation = history.operations().get(0);
        assertThat(operation.client()).isEqualTo(3);
        assertThat(operation.kind()).isEqualTo(Operation.Kind.COMMAND);
        assertThat(operation.key()).isEqualTo("x");
        assertThat(operation.invoked()).isEqualTo(new Operation.Moment(0, 5));
        assertThat(operation.returned()).isEqualTo(new Operation.Moment(1, 9));
        assertThat(operation.reply()).isEqualTo(Bytes.ofUtf8("done"));
    }

    @Test
    void ordersWhatSharesOneInstantByWhatWasRecordedFirst() {
        long first = history.command(1, "x", Bytes.EMPTY);
        history.ok(first, Bytes.EMPTY);
        history.query(2, "x", Bytes.EMPTY);
        assertThat(history.operations().get(0).precedes(history.operations().get(1)))
                .isTrue();
        assertThat(history.operations().get(1).precedes(history.operations().get(0)))
                .isFalse();
    }

    @Test
    void anOperationCompletesOnce() {
        long id = history.query(1, "x", Bytes.EMPTY);
        history.unknown(id);
        assertThatThrownBy(() -> history.ok(id, Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> history.failed(id)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobodyCompletesWhatNobodyInvoked() {
        assertThatThrownBy(() -> history.failed(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> history.failed(-1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void listsWhoStillWaits() {
        long answered = history.command(1, "x", Bytes.EMPTY);
        long waiting = history.command(2, "x", Bytes.EMPTY);
        history.ok(answered, Bytes.EMPTY);
        assertThat(history.open()).extracting(Operation::id).containsExactly(waiting);
        history.failed(waiting);
        assertThat(history.open()).isEmpty();
    }

    @Test
    void takesFromAFailureWhetherItMayHaveHappened() {
        ConsensusException not = new ConsensusException.NotLeader("no leader", Optional.empty());
        history.complete(history.command(1, "x", Bytes.EMPTY), null, not);
        history.complete(history.command(1, "x", Bytes.EMPTY), null, new IllegalStateException("who knows"));
        history.complete(history.command(1, "x", Bytes.EMPTY), Bytes.EMPTY, null);
        assertThat(history.operations())
                .extracting(Operation::outcome)
                .containsExactly(Outcome.FAILED, Outcome.UNKNOWN, Outcome.OK);
        assertThat(history.count(Outcome.FAILED)).isEqualTo(1);
    }
}
