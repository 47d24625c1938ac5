/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A lock that one process holds at a time. Served strictly in the order in which the requests stand in the log; not reentrant: each request is
 * one of its own, also within a process.
 *
 * <p>Costs one command to take it, one to give it back, and a sign of life every third of a lease meanwhile. See {@link Coordination} for what
 * "holds" rests on, and {@link Hold} for what to do with the token.
 */
public final class FencedLock {
    private final Door door;
    private final RoomKey key;
    private final int permits;
    private final int capacity;

    FencedLock(Door door, RoomKey key, int permits, int capacity) {
        this.door = door;
        this.key = key;
        this.permits = permits;
        this.capacity = capacity;
    }

    /**
     * Waits for the lock, at most that long; fails with {@link CoordinationException.DeadlinePassed} after that. Cancelling the future gives up
     * as well. Either way the place in the queue is given up, and a grant that crosses it given back.
     */
    public CompletableFuture<Hold> acquire(Duration deadline) {
        return door.claim(key, permits, capacity, false, Optional.of(deadline));
    }

    /** Takes the lock if nobody holds it or waits for it; empty if somebody does. The deadline is for the group to answer. */
    public CompletableFuture<Optional<Hold>> tryAcquire(Duration deadline) {
        return tryClaim(door, key, permits, capacity, deadline);
    }

    static CompletableFuture<Optional<Hold>> tryClaim(
            Door door, RoomKey key, int permits, int capacity, Duration deadline) {
        return door.claim(key, permits, capacity, true, Optional.of(deadline)).handle((hold, failure) -> {
            if (failure == null) {
                return Optional.of(hold);
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof Refusals.Busy) {
                return Optional.empty();
            }
            throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
        });
    }
}
