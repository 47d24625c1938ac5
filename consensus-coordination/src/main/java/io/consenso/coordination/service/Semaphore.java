/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A number of permits, given out strictly in the order of asking: a request for many is not overtaken by later ones for few.
 *
 * <p>How many there are is said by the first to use it; while anybody holds or awaits some, another number is refused with
 * {@link CoordinationException.Refused}. A holder whose lease has run out may still believe to hold its permits only in the sense of
 * {@link Hold}; tokens tell the grants apart, but since several are current at once, no resource can refuse the old ones by their order.
 */
public final class Semaphore {
    private final Door door;
    private final RoomKey key;
    private final int capacity;

    Semaphore(Door door, RoomKey key, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a semaphore has a permit at least, not " + capacity);
        }
        this.door = door;
        this.key = key;
        this.capacity = capacity;
    }

    /** Waits for so many permits, at most that long; as {@link FencedLock#acquire}. More than there are is an {@link IllegalArgumentException}. */
    public CompletableFuture<Hold> acquire(int permits, Duration deadline) {
        return door.claim(key, checked(permits), capacity, false, Optional.of(deadline));
    }

    /** Takes so many permits if they are there and nobody waits; empty if not. The deadline is for the group to answer. */
    public CompletableFuture<Optional<Hold>> tryAcquire(int permits, Duration deadline) {
        return FencedLock.tryClaim(door, key, checked(permits), capacity, deadline);
    }

    private int checked(int permits) {
        if (permits < 1 || permits > capacity) {
            throw new IllegalArgumentException(permits + " permits of " + capacity);
        }
        return permits;
    }
}
