/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

import java.util.List;

/**
 * The application's state, replicated passively (primary-backup): the leader, as the primary, executes a request and finds out what is to change;
 * the change goes through the log, and every replica, the primary too, applies it. Execution may be slow and need not be deterministic; applying the
 * change must be.
 *
 * <p><b>Primary order</b> (Junqueira, Reed, Serafini, "Zab: High-performance broadcast for primary-backup systems", DSN 2011). An update says what
 * to change in the state it was computed on, and means nothing to another. So it is applied only when nothing has changed since: otherwise every
 * replica alike passes over it, and its request is executed again, by whoever is the primary then. {@link #execute} may therefore run more often
 * than its update is applied, and must leave no mark, neither in the state nor elsewhere.
 *
 * <p><b>Threads.</b> As with a {@link StateMachine}: all methods are called one at a time, each seeing what the last one did; only
 * {@link Snapshot#writeTo} runs beside them. While the primary executes, it answers no queries; it stays the primary.
 *
 * <p><b>Pace.</b> The primary executes when all that it executed before is applied. What waits meanwhile comes in one call of
 * {@link #execute(List)}: override that to carry more than one request in each round trip.
 */
public non-sealed interface PrimaryStateMachine extends ReplicatedState {
    /**
     * Computes what the request changes and what its reply is, on the primary only, and changes nothing. Time and randomness may come from anywhere;
     * those of the command never go back and are logged.
     *
     * <p>A refusal is a value, {@link Executed#unchanged}. An exception halts the primary; the next one executes the request again.
     *
     * @param request the {@link Command#index()} is 0, since its place in the log is not known yet
     */
    Executed execute(Command request);

    /**
     * As {@link #execute(Command)}, for several requests at once: one outcome for each of the first ones, at least one, in their order, each computed on
     * the state with the updates before it. What is left over comes again. Unless overridden, the first one alone is executed.
     *
     * @param requests those that wait, at least one
     */
    default List<Executed> execute(List<Command> requests) {
        return List.of(execute(requests.get(0)));
    }

    /**
     * Changes the state, on every replica, as the primary said. Must be deterministic; an exception halts this replica.
     *
     * @param update never empty
     */
    void applyUpdate(Bytes update);

    /**
     * What came of a request. Update and reply together may have as many bytes as a command.
     *
     * @param update for {@link PrimaryStateMachine#applyUpdate} on every replica; {@link Bytes#EMPTY} when nothing changes
     * @param reply for the client, once the update is applied where it asked
     */
    record Executed(Bytes update, Bytes reply) {
        /** A request that changes nothing. */
        public static Executed unchanged(Bytes reply) {
            return new Executed(Bytes.EMPTY, reply);
        }
    }
}
