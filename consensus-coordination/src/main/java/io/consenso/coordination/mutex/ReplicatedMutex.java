/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import io.consenso.coordination.service.Coordination;
import io.consenso.coordination.service.CoordinationException.DeadlinePassed;
import io.consenso.coordination.service.Hold;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mutual exclusion on a replicated group: the one to take unless there is a reason not to.
 *
 * <p><b>Survives</b> the crash, pause and isolation of any minority, the holder's included. <b>Order:</b> first in the log, first served.
 * <b>Costs</b> a command to acquire and one to release, each a round of messages and a synced write on a majority, and a sign of life every
 * third of a lease while anything is held or awaited. <b>Rests on</b> monotonic clocks of which none runs a quarter faster than another; see
 * {@link Coordination}. A holder that cannot reach the group finds {@link #isHeld} false before anyone else is granted the resource. <b>A holder
 * that stands still</b> between a look and a use is not helped by any lease: the resource must refuse its token.
 */
public final class ReplicatedMutex implements Mutex {
    private final Coordination coordination;
    private final PeerId self;
    private final Map<Grant, Hold> holds = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Hold>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /** Of that process, through its door, which stays the caller's to close. */
    public ReplicatedMutex(Coordination coordination, PeerId self) {
        this.coordination = coordination;
        this.self = self;
    }

    @Override
    public CompletableFuture<Grant> acquire(String resource, Duration deadline) {
        if (isClosed.get()) {
            return CompletableFuture.failedFuture(closed());
        }
        CompletableFuture<Hold> awaited = coordination.lock(resource).acquire(deadline);
        long number = asked.incrementAndGet();
        waiting.put(number, awaited);
        if (isClosed.get()) {
            awaited.cancel(false);
        }
        return awaited.handle((hold, failure) -> {
            waiting.remove(number);
            if (failure != null) {
                throw failed(failure);
            }
            return granted(resource, hold);
        });
    }

    private Grant granted(String resource, Hold hold) {
        Grant grant = new Grant(resource, self, hold.token());
        holds.put(grant, hold);
        CompletableFuture<Void> unused = hold.lost().thenRun(() -> holds.remove(grant));
        if (isClosed.get()) {
            CompletableFuture<Void> unusedToo = release(grant);
            throw new CompletionException(closed());
        }
        return grant;
    }

    /** Whether this process may still rely on the grant, by its own clock: false for ever once it was false. */
    public boolean isHeld(Grant grant) {
        Hold hold = holds.get(grant);
        return hold != null && hold.isHeld();
    }

    @Override
    public CompletableFuture<Void> release(Grant grant) {
        Hold hold = holds.remove(grant);
        return hold == null ? CompletableFuture.completedFuture(null) : hold.release();
    }

    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            waiting.values().forEach(awaited -> awaited.cancel(false));
            for (Grant grant : Set.copyOf(holds.keySet())) {
                CompletableFuture<Void> unused = release(grant);
            }
        }
    }

    private static CompletionException failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String message = String.valueOf(cause == null ? failure : cause.getMessage());
        return new CompletionException(
                cause instanceof DeadlinePassed
                        ? new MutexException.TimedOut(message)
                        : new MutexException.Unavailable(message));
    }

    private static MutexException closed() {
        return new MutexException.Unavailable("this mutex is closed");
    }
}
