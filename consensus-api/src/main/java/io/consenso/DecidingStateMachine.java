/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

/**
 * The application's state, replicated semi-actively (leader-follower): every replica runs every command in the same order, and what the replicas
 * could not decide alike, the leader decides and the others follow. A decision is whatever {@link #apply} needs beside the command: the answer of
 * another service, a fresh key, the choice of a scheduler. It stands in the log beside its command.
 *
 * <p><b>Once.</b> A command that is sent again, to the same leader or to the next, may be decided again; only one decision is ever applied, the
 * first in the log, and every replica applies that one. After a change of leader, what is in the log keeps its decision, and what was lost with
 * the old leader is decided anew. So {@link #decide} may run more often than {@link #apply}, and must leave no mark that matters.
 *
 * <p><b>Threads.</b> All methods but {@link #decide} are called as on a {@link StateMachine}: one at a time, on one thread after the other.
 * {@link #decide} is called one command at a time as well, but <em>beside</em> the others: it must not touch the state that {@link #apply} changes,
 * unless that is made for it. It is called while the leader forms an entry, on the lane that also keeps the leader in office: it must not block. What
 * takes time is got ready elsewhere and only picked up here.
 *
 * <p><b>Determinism.</b> {@link #apply} must depend on nothing but the state, the command and the decision; {@link #decide} may depend on anything.
 */
public non-sealed interface DecidingStateMachine extends ReplicatedState {
    /**
     * Decides for everybody, on the leader, before the command is ordered. Which commands precede it is not known yet; what depends on that belongs
     * in {@link #apply}.
     *
     * <p>An exception halts the leader, as one of {@link #apply} would halt every replica; the next leader decides anew. A decision that cannot be
     * made is a value, which {@link #apply} turns into a refusal. A decision may have as many bytes as a command.
     *
     * @param command what the proposer passed in
     * @return the decision; {@link Bytes#EMPTY} where there is none to make
     */
    Bytes decide(Bytes command);

    /**
     * Changes the state and returns the reply. As {@link StateMachine#apply}, with the decision that was logged with the command, the same on every
     * replica.
     */
    Bytes apply(Command command, Bytes decision);
}
