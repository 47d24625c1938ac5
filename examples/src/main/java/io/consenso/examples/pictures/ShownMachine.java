/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PeerId;
import io.consenso.StateMachine;
import io.consenso.testkit.simulation.Trace;
import java.io.IOException;
import java.io.InputStream;

/** A state machine that notes in the trace which entry it applied. */
record ShownMachine(StateMachine machine, PeerId peer, Trace trace) implements StateMachine {
    @Override
    public Bytes apply(Command command) {
        trace.applied(peer, command.index());
        return machine.apply(command);
    }

    @Override
    public Bytes query(Bytes query) {
        return machine.query(query);
    }

    @Override
    public Snapshot snapshot() {
        return machine.snapshot();
    }

    @Override
    public void restore(InputStream in) throws IOException {
        machine.restore(in);
    }
}
