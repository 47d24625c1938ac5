/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.machine;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.DecidingStateMachine;
import java.io.IOException;
import java.io.InputStream;

/**
 * The registers of {@link RegisterMachine}, replicated semi-actively: what is appended bears the leader's decision behind a slash. A decision is how
 * many this replica has made, so no two replicas would decide alike, and neither would one that was started again.
 */
public final class DecidingRegisterMachine implements DecidingStateMachine {
    private final RegisterMachine registers = new RegisterMachine();
    private int decisions;

    /** With all registers empty. */
    public DecidingRegisterMachine() {}

    @Override
    public Bytes decide(Bytes command) {
        return Bytes.ofUtf8(Integer.toString(++decisions));
    }

    @Override
    public Bytes apply(Command command, Bytes decision) {
        String text = command.payload().toUtf8();
        return registers.apply(text.startsWith("append ") ? decided(command, decision) : command);
    }

    private static Command decided(Command command, Bytes decision) {
        return new Command(
                command.index(),
                command.ordinal(),
                command.timeMillis(),
                command.seed(),
                command.session(),
                Bytes.ofUtf8(command.payload().toUtf8() + "/" + decision.toUtf8()));
    }

    @Override
    public Bytes query(Bytes query) {
        return registers.query(query);
    }

    @Override
    public Snapshot snapshot() {
        return registers.snapshot();
    }

    @Override
    public void restore(InputStream in) throws IOException {
        registers.restore(in);
    }

    /** All registers that were ever written, in the order of their names. */
    @Override
    public String toString() {
        return registers.toString();
    }
}
