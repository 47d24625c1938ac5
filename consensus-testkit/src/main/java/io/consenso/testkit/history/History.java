/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.testkit.history.Operation.Kind;
import io.consenso.testkit.history.Operation.Moment;
import io.consenso.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all clients asked and learned, in the order in which it happened (Herlihy and Wing, 1990, "Linearizability: a correctness condition for
 * concurrent objects", section 2.1). For one thread: the simulator's, or one that all clients hand over to.
 *
 * <p>Record an invocation before asking, and a completion as soon as the answer is there:
 *
 * <pre>{@code
 * long id = history.command(client, key, command);
 * replica.propose(command).whenComplete((reply, failure) -> history.complete(id, reply, failure));
 * }</pre>
 */
public final class History {
    private final LongSupplier nanos;
    private final List<Operation> operations = new ArrayList<>();
    private long nextPlace;
    private int pending;

    /** An empty history; the clock gives nanoseconds of virtual time and serves only the reader, not the order. */
    public History(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * A client is about to ask for a change; returns the operation's id.
     *
     * @param key the object that it touches; empty when it may touch several, and then the whole history is checked in one piece
     */
    public long command(long client, String key, Bytes command) {
        return invoke(client, Kind.COMMAND, key, command);
    }

    /** A client is about to ask a question; else as {@link #command}. */
    public long query(long client, String key, Bytes query) {
        return invoke(client, Kind.QUERY, key, query);
    }

    private long invoke(long client, Kind kind, String key, Bytes asked) {
        long id = operations.size();
        pending++;
        operations.add(
                new Operation(id, client, kind, key, asked, nextMoment(), Moment.NEVER, Outcome.PENDING, Bytes.EMPTY));
        return id;
    }

    /** The operation happened and this is its reply. Throws {@link IllegalStateException} when it is unknown or was completed before. */
    public void ok(long id, Bytes reply) {
        complete(id, Outcome.OK, reply);
    }

    /** The operation did not happen and never will; throws as {@link #ok}. */
    public void failed(long id) {
        complete(id, Outcome.FAILED, Bytes.EMPTY);
    }

    /** The operation may have happened or may yet happen; throws as {@link #ok}. */
    public void unknown(long id) {
        complete(id, Outcome.UNKNOWN, Bytes.EMPTY);
    }

    /**
     * As a future completes: with a reply, or with a failure that says by {@link ConsensusException#mayBeApplied()} whether the operation
     * failed for certain; any other failure leaves it unknown. Throws as {@link #ok}.
     */
    public void complete(long id, @Nullable Bytes reply, @Nullable Throwable failure) {
        if (failure == null && reply != null) {
            ok(id, reply);
        } else if (failure instanceof ConsensusException known && !known.mayBeApplied()) {
            failed(id);
        } else {
            unknown(id);
        }
    }

    private void complete(long id, Outcome outcome, Bytes reply) {
        if (id < 0 || id >= operations.size()) {
            throw new IllegalStateException("nobody invoked operation " + id);
        }
        Operation operation = operations.get((int) id);
        if (operation.outcome() != Outcome.PENDING) {
            throw new IllegalStateException("operation " + id + " completes a second time: " + operation);
        }
        pending--;
        operations.set((int) id, operation.completed(nextMoment(), outcome, reply));
    }

    private Moment nextMoment() {
        return new Moment(nextPlace++, nanos.getAsLong());
    }

    /** All operations in the order of their invocation, as they stand now; a view. */
    public List<Operation> operations() {
        return Collections.unmodifiableList(operations);
    }

    /** The operations whose clients still wait, in the order of their invocation: none, once everybody has closed. */
    public List<Operation> open() {
        return pending == 0
                ? List.of()
                : operations.stream()
                        .filter(operation -> operation.outcome() == Outcome.PENDING)
                        .toList();
    }

    /** How many operations were invoked. */
    public int size() {
        return operations.size();
    }

    /** How many operations have this outcome. */
    public long count(Outcome outcome) {
        return operations.stream()
                .filter(operation -> operation.outcome() == outcome)
                .count();
    }
}
