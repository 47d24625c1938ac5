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
 * The application's state, replicated in one of three styles. What they share is here: questions, snapshots, the end of a session. How commands
 * reach the state is what tells them apart:
 *
 * <ul>
 *   <li>{@link StateMachine}, active: every replica runs every command.
 *   <li>{@link DecidingStateMachine}, semi-active: every replica runs every command, and the leader decides what they could not decide alike.
 *   <li>{@link PrimaryStateMachine}, passive: the leader runs the command, and every replica applies the change that came of it.
 * </ul>
 *
 * <p>All replicas of a group are given the same style; one that meets an entry of another halts and says so.
 */
public sealed interface ReplicatedState permits StateMachine, DecidingStateMachine, PrimaryStateMachine {
    /**
     * A replica was not heard of for longer than its session lives ({@code ReplicaOptions.sessionTtl} of that replica): it is down, cut off or
     * idle, and none of its commands under this session will ever be applied again. What it held on trust, a lock or a lease, may be given to
     * another. Called at the same place between two commands on every replica, whose time is log time: it stands still while nobody
     * proposes. Must be deterministic in every style, and is as fatal when it throws as applying a command.
     *
     * @param session as in {@link Command#session()}
     * @param timeMillis as in {@link Command#timeMillis()}
     */
    default void sessionExpired(long session, long timeMillis) {}

    /** Answers a question without changing anything. An exception fails that query's future and nothing else. */
    Bytes query(Bytes query);

    /**
     * Captures the state at this moment, cheaply: a persistent data structure, a copy-on-write view, a copy of references. What is
     * expensive belongs in {@link Snapshot#writeTo}, which runs later, beside further changes of the state.
     */
    Snapshot snapshot();

    /** Replaces the whole state by what {@link Snapshot#writeTo} wrote. Also called on a state that has changed before. */
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
