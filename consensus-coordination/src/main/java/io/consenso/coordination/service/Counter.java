/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.ChangeCounter;
import io.consenso.coordination.service.proto.CoordinationCommand;
import io.consenso.coordination.service.proto.CoordinationQuery;
import io.consenso.coordination.service.proto.CounterReply;
import java.util.concurrent.CompletableFuture;

/**
 * A number of 64 bits that all processes change atomically; linearizable, it wraps as a {@code long} does. Not tied to any lease. How long an
 * operation may take is the replica's {@code requestTimeout}.
 */
public final class Counter {
    private final Line line;
    private final String name;

    Counter(Line line, String name) {
        this.line = line;
        this.name = name;
    }

    /** The value, no older than this call. */
    public CompletableFuture<Long> get() {
        return line.query(CoordinationQuery.newBuilder().setCounter(name).build())
                .thenApply(reply -> Refusals.accepted(reply).getCounter().getValue());
    }

    /** Adds that and returns the sum. */
    public CompletableFuture<Long> add(long delta) {
        return change(ChangeCounter.newBuilder().setName(name).setOperand(delta))
                .thenApply(CounterReply::getValue);
    }

    /** Sets the value if it is the one expected; whether it was. */
    public CompletableFuture<Boolean> compareAndSet(long expected, long value) {
        return change(ChangeCounter.newBuilder()
                        .setName(name)
                        .setExpected(expected)
                        .setOperand(value))
                .thenApply(CounterReply::getChanged);
    }

    private CompletableFuture<CounterReply> change(ChangeCounter.Builder change) {
        return line.propose(CoordinationCommand.newBuilder()
                        .setChangeCounter(change)
                        .build())
                .thenApply(reply -> Refusals.accepted(reply).getCounter());
    }
}
