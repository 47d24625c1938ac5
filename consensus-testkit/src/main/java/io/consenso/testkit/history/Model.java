/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;
import io.consenso.ReplicatedState;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A sequential specification: how one copy of the state, asked one thing at a time, answers.
 *
 * @param <S> a state; immutable, with {@code equals} and {@code hashCode} by content, else the same states are searched again and again
 */
public interface Model<S> {
    /** The state before the first operation. */
    S initial();

    /** What the operation does in this state. Must depend on nothing but the state and what was asked; not on the reply that was seen. */
    Step<S> step(S state, Operation operation);

    /** Whether the reply that the client saw is as good as the one that the model gives; unless overridden, whether they are equal. */
    default boolean explains(Operation operation, Bytes modelReply) {
        return operation.reply().equals(modelReply);
    }

    /** The state for a reader, in few words. */
    default String describe(S state) {
        return state.toString();
    }

    /**
     * What an operation does.
     *
     * @param <S> a state
     * @param next the state after it
     * @param reply what it replies; empty when it throws, and then it cannot be the next one
     */
    record Step<S>(S next, Optional<Bytes> reply) {
        /** A step that replies. */
        public static <S> Step<S> of(S next, Bytes reply) {
            return new Step<>(next, Optional.of(reply));
        }
    }

    /**
     * The application's own state machine as the specification: a command is applied (decided first, or executed and its update applied, as its
     * style of replication wants), a query is queried, the state is copied by snapshot and
     * restore and compared by the bytes of its snapshot.
     *
     * <p>A command's time and seed are 0 here and its index counts the commands of the explanation, so a reply that depends on one of them
     * cannot be predicted: give the check of replies yourself, {@link #of(Supplier, BiPredicate)}. A state machine that writes equal states
     * differently, as in the order of a hash table, is checked correctly but slowly.
     */
    static Model<?> of(Supplier<? extends ReplicatedState> machine) {
        return of(machine, (operation, modelReply) -> operation.reply().equals(modelReply));
    }

    /** As {@link #of(Supplier)}, with the decision whether the reply that was seen agrees with the one that the model gives. */
    static Model<?> of(Supplier<? extends ReplicatedState> machine, BiPredicate<Operation, Bytes> explains) {
        return new StateMachineModel(machine.get(), operation -> Optional.empty(), explains);
    }

    /**
     * As {@link #of(Supplier)}, with the decisions that a {@link io.consenso.DecidingStateMachine} has applied; where there is none it decides anew.
     * For other state machines the same as {@link #of(Supplier)}.
     */
    static Model<?> ofDecided(
            Supplier<? extends ReplicatedState> machine, Function<Operation, Optional<Bytes>> decisions) {
        return new StateMachineModel(
                machine.get(),
                decisions,
                (operation, modelReply) -> operation.reply().equals(modelReply));
    }
}
