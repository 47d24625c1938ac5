/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The application's state, replicated by running the same commands in the same order everywhere (Schneider, 1990, "Implementing
 * fault-tolerant services using the state machine approach").
 *
 * <p><b>Threads.</b> All methods are called one at a time, each seeing what the last one did; only {@link Snapshot#writeTo} runs
 * beside them. The state machine needs no locks and must not be touched from outside.
 *
 * <p><b>Determinism.</b> {@link #apply} must depend on nothing but the state and the command: no clock, no random source, no iteration
 * order of a hash table, no environment. Time and randomness come with the {@link Command}.
 */
public interface StateMachine {
    /**
     * Changes the state and returns the reply.
     *
     * <p>A refusal is a value ("insufficient funds"), not an exception: an exception halts this replica, since the state can no longer be
     * trusted to equal that of the others.
     */
    Bytes apply(Command command);

    /**
     * A replica was not heard of for longer than its session lives ({@code ReplicaOptions.sessionTtl} of that replica): it is down, cut off or
     * idle, and none of its commands under this session will ever be applied again. What it held on trust, a lock or a lease, may be given to
     * another. Called at the same place between two commands on every replica, whose time is log time: it stands still while nobody
     * proposes. Deterministic as {@link #apply}, and as fatal when it throws.
     *
     * @param session as in {@link Command#session()}
     * @param timeMillis as in {@link Command#timeMillis()}
     */
    default void sessionExpired(long session, long timeMillis) {}

    /** Answers a question without changing anything. An exception fails that query's future and nothing else. */
    Bytes query(Bytes query);

    /**
     * Captures the state at this moment, cheaply: a persistent data structure, a copy-on-write view, a copy of references. What is
     * expensive belongs in {@link Snapshot#writeTo}, which runs later, beside further calls to {@link #apply}.
     */
    Snapshot snapshot();

    /** Replaces the whole state by what {@link Snapshot#writeTo} wrote. Also called on a state machine that has applied commands before. */
    void restore(InputStream in) throws IOException;

    /** The state as captured at one position of the log. */
    @FunctionalInterface
    interface Snapshot {
        /** Writes the captured state, on a thread of its own; the stream is buffered and is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;

        /** Called once when the snapshot has been written or given up. */
        default void release() {}
    }
}
