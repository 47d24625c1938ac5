/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PeerId;
import io.consenso.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The user's state machine under the eyes of the {@link Witness}. Commands carry the number of the client's operation in front, which the
 * user's machine does not see; snapshots carry how many commands they hold.
 */
final class WitnessedMachine<S extends StateMachine> implements StateMachine {
    private final PeerId peer;
    private final S machine;
    private final Witness witness;
    private final ToLongFunction<? super S> digest;
    private int applied;

    WitnessedMachine(PeerId peer, S machine, Witness witness, ToLongFunction<? super S> digest) {
        this.peer = peer;
        this.machine = machine;
        this.witness = witness;
        this.digest = digest;
    }

    static Bytes tagged(long operation, Bytes command) {
        return Bytes.concat(List.of(Bytes.ofLong(operation), command));
    }

    S machine() {
        return machine;
    }

    int applied() {
        return applied;
    }

    @Override
    public Bytes apply(Command command) {
        long operation = command.payload().slice(0, Long.BYTES).toLong();
        Bytes reply = machine.apply(new Command(
                command.index(),
                command.ordinal(),
                command.timeMillis(),
                command.seed(),
                command.session(),
                command.payload().slice(Long.BYTES)));
        witness.applied(peer, applied++, command, operation, reply, digest.applyAsLong(machine));
        return reply;
    }

    @Override
    public void sessionExpired(long session, long timeMillis) {
        machine.sessionExpired(session, timeMillis);
    }

    @Override
    public Bytes query(Bytes query) {
        return machine.query(query);
    }

    @Override
    public Snapshot snapshot() {
        Snapshot captured = machine.snapshot();
        int held = applied;
        long chain = witness.chainOf(held);
        return new Snapshot() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                DataOutputStream data = new DataOutputStream(out);
                data.writeInt(held);
                data.writeLong(chain);
                data.flush();
                captured.writeTo(out);
            }

            @Override
            public void release() {
                captured.release();
            }
        };
    }

    @Override
    public void restore(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int held = data.readInt();
        long chain = data.readLong();
        machine.restore(in);
        applied = held;
        witness.restored(peer, held, chain);
    }
}
