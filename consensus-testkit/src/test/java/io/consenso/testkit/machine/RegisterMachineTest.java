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
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterMachineTest {
    private final RegisterMachine machine = new RegisterMachine();
    private long index;

    private String apply(Bytes command) {
        return machine.apply(new Command(++index, 0, 0, 0, command)).toUtf8();
    }

    private String get(String key) {
        return machine.query(RegisterMachine.get(key)).toUtf8();
    }

    @Test
    void putReplacesAndGetReads() {
        assertThat(get("x")).isEmpty();
        assertThat(apply(RegisterMachine.put("x", "1"))).isEqualTo("done");
        assertThat(apply(RegisterMachine.put("x", "2"))).isEqualTo("done");
        assertThat(get("x")).isEqualTo("2");
        assertThat(get("y")).isEmpty();
    }

    @Test
    void addCountsFromNothing() {
        assertThat(apply(RegisterMachine.add("x", 2))).isEqualTo("2");
        assertThat(apply(RegisterMachine.add("x", -5))).isEqualTo("-3");
    }

    @Test
    void whatCannotBeAddedIsRefusedAndChangesNothing() {
        apply(RegisterMachine.put("x", "word"));
        assertThat(apply(RegisterMachine.add("x", 1))).isEqualTo("refused");
        apply(RegisterMachine.put("y", Long.toString(Long.MAX_VALUE)));
        assertThat(apply(RegisterMachine.add("y", 1))).isEqualTo("refused");
        assertThat(get("x")).isEqualTo("word");
    }

    @Test
    void compareAndSetWritesOnlyOverWhatItExpects() {
        assertThat(apply(RegisterMachine.compareAndSet("x", "1", "2"))).isEqualTo("false");
        assertThat(apply(RegisterMachine.compareAndSet("x", "", "2"))).isEqualTo("true");
        assertThat(get("x")).isEqualTo("2");
    }

    @Test
    void appendShowsTheOrderAndEveryRepetition() {
        assertThat(apply(RegisterMachine.append("x", "t1"))).isEqualTo("t1");
        assertThat(apply(RegisterMachine.append("x", "t2"))).isEqualTo("t1,t2");
        assertThat(apply(RegisterMachine.append("x", "t1"))).isEqualTo("t1,t2,t1");
    }

    @Test
    void namesTheRegisterOfAnyCommand() {
        assertThat(RegisterMachine.key(RegisterMachine.get("x"))).isEqualTo("x");
        assertThat(RegisterMachine.key(RegisterMachine.compareAndSet("y", "", "")))
                .isEqualTo("y");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(apply(Bytes.ofUtf8("drop x"))).isEqualTo("refused");
        assertThat(apply(RegisterMachine.get("x"))).isEqualTo("refused");
        assertThat(machine.query(RegisterMachine.put("x", "1")).toUtf8()).isEqualTo("refused");
        assertThatThrownBy(() -> RegisterMachine.put("x y", "1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalStatesGiveEqualSnapshots() throws IOException {
        apply(RegisterMachine.put("x", "1"));
        apply(RegisterMachine.put("y", "2"));
        RegisterMachine other = new RegisterMachine();
        other.apply(new Command(1, 0, 0, 0, RegisterMachine.put("y", "2")));
        other.apply(new Command(2, 0, 0, 0, RegisterMachine.put("x", "1")));
        assertThat(bytes(machine.snapshot())).isEqualTo(bytes(other.snapshot()));
    }

    @Test
    void refusesToRestoreWhatIsNoSnapshot() {
        for (Bytes bad : List.of(Bytes.EMPTY, Bytes.of((byte) -1, (byte) 0, (byte) 0, (byte) 0), Bytes.ofLong(9))) {
            assertThatThrownBy(() -> machine.restore(new ByteArrayInputStream(bad.toArray())))
                    .isInstanceOf(IOException.class);
        }
    }

    private static Bytes bytes(ReplicatedState.Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.writeTo(out);
        return Bytes.wrap(out.toByteArray());
    }
}
