/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.DecidingStateMachine;
import io.consenso.PeerId;
import io.consenso.PrimaryStateMachine;
import io.consenso.ReplicatedState;
import io.consenso.ReplicatedState.Snapshot;
import io.consenso.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The user's state machine under the eyes of the {@link Witness}, in its own style of replication. What goes through the log is {@link Tagged};
 * snapshots carry how many commands they hold.
 */
final class WitnessedMachine<S extends ReplicatedState> {
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

    S machine() {
        return machine;
    }

    int applied() {
        return applied;
    }

    /** What the replica is given. */
    ReplicatedState asReplicated() {
        if (machine instanceof DecidingStateMachine deciding) {
            return new Deciding(deciding);
        }
        if (machine instanceof PrimaryStateMachine primary) {
            return new Primary(primary);
        }
        return new Active((StateMachine) machine);
    }

    private void note(Command command, long operation, Bytes reply) {
        witness.applied(peer, applied++, command, operation, reply, digest.applyAsLong(machine));
    }

    /** What is the same in every style. */
    abstract class Shared {
        public void sessionExpired(long session, long timeMillis) {
            machine.sessionExpired(session, timeMillis);
        }

        public Bytes query(Bytes query) {
            return machine.query(query);
        }

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

        public void restore(InputStream in) throws IOException {
            DataInputStream data = new DataInputStream(in);
            int held = data.readInt();
            long chain = data.readLong();
            machine.restore(in);
            applied = held;
            witness.restored(peer, held, chain);
        }
    }

    private final class Active extends Shared implements StateMachine {
        private final StateMachine inner;

        Active(StateMachine inner) {
            this.inner = inner;
        }

        @Override
        public Bytes apply(Command command) {
            Bytes reply = inner.apply(Tagged.untagged(command));
            note(command, Tagged.operation(command.payload()), reply);
            return reply;
        }
    }

    private final class Deciding extends Shared implements DecidingStateMachine {
        private final DecidingStateMachine inner;

        Deciding(DecidingStateMachine inner) {
            this.inner = inner;
        }

        @Override
        public Bytes decide(Bytes command) {
            return inner.decide(Tagged.content(command));
        }

        @Override
        public Bytes apply(Command command, Bytes decision) {
            long operation = Tagged.operation(command.payload());
            witness.decided(peer, operation, decision);
            Bytes reply = inner.apply(Tagged.untagged(command), decision);
            note(command, operation, reply);
            return reply;
        }
    }

    private final class Primary extends Shared implements PrimaryStateMachine {
        private final PrimaryStateMachine inner;

        Primary(PrimaryStateMachine inner) {
            this.inner = inner;
        }

        @Override
        public Executed execute(Command request) {
            return tagged(request, inner.execute(Tagged.untagged(request)));
        }

        @Override
        public List<Executed> execute(List<Command> requests) {
            List<Executed> outcomes =
                    inner.execute(requests.stream().map(Tagged::untagged).toList());
            List<Executed> tagged = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                tagged.add(tagged(requests.get(i), outcomes.get(i)));
            }
            return tagged;
        }

        /** Never empty, so that the witness sees what changes nothing, too. */
        private static Executed tagged(Command request, Executed executed) {
            return new Executed(Tagged.update(request, executed.update(), executed.reply()), executed.reply());
        }

        @Override
        public void applyUpdate(Bytes update) {
            Tagged.Update tagged = Tagged.Update.of(update);
            if (!tagged.update().isEmpty()) {
                inner.applyUpdate(tagged.update());
            }
            note(tagged.asCommand(), tagged.operation(), tagged.reply());
        }
    }
}
