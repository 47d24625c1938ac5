/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

/**
 * The application's state, replicated by running the same commands in the same order everywhere (Schneider, 1990, "Implementing
 * fault-tolerant services using the state machine approach"): active replication.
 *
 * <p><b>Threads.</b> All methods are called one at a time, each seeing what the last one did; only {@link Snapshot#writeTo} runs
 * beside them. The state machine needs no locks and must not be touched from outside.
 *
 * <p><b>Determinism.</b> {@link #apply} must depend on nothing but the state and the command: no clock, no random source, no iteration
 * order of a hash table, no environment. Time and randomness come with the {@link Command}. Where that is not enough, see
 * {@link DecidingStateMachine} and {@link PrimaryStateMachine}.
 */
public non-sealed interface StateMachine extends ReplicatedState {
    /**
     * Changes the state and returns the reply.
     *
     * <p>A refusal is a value ("insufficient funds"), not an exception: an exception halts this replica, since the state can no longer be
     * trusted to equal that of the others.
     */
    Bytes apply(Command command);
}
