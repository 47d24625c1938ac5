/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.DecidingStateMachine;
import io.consenso.PrimaryStateMachine;
import io.consenso.ReplicatedState;
import io.consenso.StateMachine;
import io.consenso.testkit.history.Operation.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** A state machine of any style of replication as a {@link Model}: one machine, put into the state that is asked for by restoring a snapshot. */
final class StateMachineModel implements Model<StateMachineModel.State> {
    private final ReplicatedState machine;
    private final Function<Operation, Optional<Bytes>> decisions;
    private final BiPredicate<Operation, Bytes> explains;
    private final State initial;
    /** The state that the machine is in, so that a step from it needs no restore. */
    private State current;

    StateMachineModel(
            ReplicatedState machine,
            Function<Operation, Optional<Bytes>> decisions,
            BiPredicate<Operation, Bytes> explains) {
        this.machine = machine;
        this.decisions = decisions;
        this.explains = explains;
        initial = new State(capture(), 0);
        current = initial;
    }

    /**
     * A state of the machine.
     *
     * @param snapshot its bytes
     * @param commands how many commands led here; numbers the next one, and does not tell states apart
     */
    record State(Bytes snapshot, long commands) {
        @Override
        public boolean equals(Object other) {
            return this == other || (other instanceof State that && snapshot.equals(that.snapshot));
        }

        @Override
        public int hashCode() {
            return snapshot.hashCode();
        }
    }

    @Override
    public State initial() {
        return initial;
    }

    @Override
    public Step<State> step(State state, Operation operation) {
        moveTo(state);
        return operation.kind() == Kind.QUERY ? query(state, operation.asked()) : apply(state, operation);
    }

    private Step<State> query(State state, Bytes asked) {
        try {
            return Step.of(state, machine.query(asked));
        } catch (RuntimeException e) {
            return new Step<>(state, Optional.empty());
        }
    }

    private Step<State> apply(State state, Operation operation) {
        long index = state.commands() + 1;
        try {
            Bytes reply = apply(new Command(index, 0, 0, 0, operation.asked()), operation);
            current = new State(capture(), index);
            return Step.of(current, reply);
        } catch (RuntimeException e) {
            restore(state);
            return new Step<>(state, Optional.empty());
        }
    }

    private Bytes apply(Command command, Operation operation) {
        if (machine instanceof DecidingStateMachine deciding) {
            return deciding.apply(
                    command, decisions.apply(operation).orElseGet(() -> deciding.decide(command.payload())));
        }
        if (machine instanceof PrimaryStateMachine primary) {
            PrimaryStateMachine.Executed executed = primary.execute(command);
            if (!executed.update().isEmpty()) {
                primary.applyUpdate(executed.update());
            }
            return executed.reply();
        }
        return ((StateMachine) machine).apply(command);
    }

    private void moveTo(State state) {
        if (!current.equals(state)) {
            restore(state);
        }
    }

    private void restore(State state) {
        try {
            machine.restore(new ByteArrayInputStream(state.snapshot().toArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("the state machine does not restore its own snapshot", e);
        }
        current = state;
    }

    private Bytes capture() {
        ReplicatedState.Snapshot snapshot = machine.snapshot();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            snapshot.writeTo(out);
            return Bytes.wrap(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("the state machine does not write its snapshot", e);
        } finally {
            snapshot.release();
        }
    }

    @Override
    public boolean explains(Operation operation, Bytes modelReply) {
        return explains.test(operation, modelReply);
    }

    /** What the machine says of itself, if it says more than its class and identity. */
    @Override
    public String describe(State state) {
        moveTo(state);
        String own = machine.toString();
        boolean saysNothing = own.startsWith(machine.getClass().getName() + "@");
        return saysNothing ? "snapshot " + Rendering.of(state.snapshot()) : own;
    }
}
