/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.util.concurrent.CompletableFuture;

/**
 * Something that this process holds: a lock, permits, leadership. Until it is released or lost.
 *
 * <p>Between a look at {@link #isHeld} and what is done next the process may stand still for as long as it likes, and come to itself when another
 * is the holder. So what is guarded must refuse a {@link #token} lower than one it has seen; everything else here only makes that rare.
 */
public final class Hold {
    private final Door door;
    private final Claim claim;
    private final long token;
    private final long session;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private volatile boolean isOver;

    Hold(Door door, Claim claim, Seat seat) {
        this.door = door;
        this.claim = claim;
        this.token = seat.token();
        this.session = seat.session();
    }

    /** What is held. */
    public String name() {
        return claim.key().name();
    }

    /** The fencing token: larger than that of whoever was granted this before. */
    public long token() {
        return token;
    }

    /** Whether this process may still rely on it, by its own clock: false for ever once it was false. */
    public boolean isHeld() {
        if (!isOver && !door.lease().covers(session)) {
            isOver = true;
            door.lapsed();
        }
        return !isOver;
    }

    /** Completes, never with an exception, when this process can no longer rely on it although it has not released it. */
    public CompletableFuture<Void> lost() {
        return lost.copy();
    }

    /**
     * Gives it to the next. {@link #isHeld} is false at once; completes when it is given up for certain, which while the group cannot be reached
     * takes until the lease has run out. Harmless when it is over already.
     */
    public CompletableFuture<Void> release() {
        isOver = true;
        return door.release(claim);
    }

    long session() {
        return session;
    }

    void lose() {
        isOver = true;
        lost.complete(null);
    }
}
