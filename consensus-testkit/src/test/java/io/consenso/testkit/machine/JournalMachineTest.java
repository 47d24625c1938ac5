/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.ReplicatedState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JournalMachineTest {
    private final JournalMachine machine = new JournalMachine();

    @Test
    void countsWhatItApplied() {
        assertThat(machine.apply(command(1, 0, "a")).toLong()).isEqualTo(1);
        assertThat(machine.apply(command(1, 1, "b")).toLong()).isEqualTo(2);
        assertThat(machine.query(Bytes.EMPTY).toLong()).isEqualTo(2);
    }

    @Test
    void refusesAPlaceThatWasPassed() {
        machine.apply(command(2, 3, "a"));
        assertThatThrownBy(() -> machine.apply(command(2, 3, "a"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> machine.apply(command(1, 9, "a"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void agreesWithAnEqualHistoryAndItsBeginningsOnly() {
        JournalMachine other = new JournalMachine();
        machine.apply(command(1, 0, "a"));
        assertThat(machine.agreesWith(other)).isTrue();
        other.apply(command(1, 0, "a"));
        other.apply(command(2, 0, "b"));
        assertThat(machine.agreesWith(other)).isTrue();
        machine.apply(command(2, 0, "c"));
        assertThat(machine.agreesWith(other)).isFalse();
    }

    @Test
    void aSnapshotHoldsWhatWasThereWhenItWasTaken() throws IOException {
        machine.apply(command(1, 0, "a"));
        ReplicatedState.Snapshot snapshot = machine.snapshot();
        machine.apply(command(2, 0, "b"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.writeTo(out);
        JournalMachine restored = new JournalMachine();
        restored.apply(command(1, 0, "something else"));
        restored.restore(new ByteArrayInputStream(out.toByteArray()));
        assertThat(restored.commands()).isEqualTo(machine.commands().subList(0, 1));
        assertThat(restored.agreesWith(machine)).isTrue();
    }

    private static Command command(long index, int ordinal, String payload) {
        return new Command(index, ordinal, 1_000, 7, Bytes.ofUtf8(payload));
    }
}
