/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The futures of those who wait, and what they hold; for any thread. */
final class PendingGrants implements MutexObserver {
    private final Map<Long, CompletableFuture<Grant>> acquires = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Void>> releases = new ConcurrentHashMap<>();
    private final AtomicLong releaseNumbers = new AtomicLong();
    private final Map<Grant, Long> heldUntil = new ConcurrentHashMap<>();
    private final List<GrantListener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Throwable ended;

    CompletableFuture<Grant> await(long number) {
        CompletableFuture<Grant> future = new CompletableFuture<>();
        acquires.put(number, future);
        failIfEnded();
        return future;
    }

    /** Begins to wait until a release is on its way; returns its number. */
    long awaitRelease(CompletableFuture<Void> future) {
        long number = releaseNumbers.incrementAndGet();
        releases.put(number, future);
        failIfEnded();
        return number;
    }

    void released(long number) {
        CompletableFuture<Void> future = releases.remove(number);
        if (future != null) {
            future.complete(null);
        }
    }

    void listen(GrantListener listener) {
        listeners.add(listener);
    }

    boolean holds(Grant grant, long nowNanos) {
        Long until = heldUntil.get(grant);
        return until != null && nowNanos < until;
    }

    void forget(Grant grant) {
        heldUntil.remove(grant);
    }

    void forgetAll() {
        heldUntil.clear();
    }

    /** The process has ended: nobody waits any longer. */
    void end(Throwable why) {
        ended = why;
        failIfEnded();
    }

    @Override
    public void granted(Request request, Grant grant, long untilNanos) {
        CompletableFuture<Grant> future = acquires.remove(request.number());
        if (future != null) {
            heldUntil.put(grant, untilNanos);
            future.complete(grant);
        }
    }

    @Override
    public void failed(Request request, MutexException why) {
        CompletableFuture<Grant> future = acquires.remove(request.number());
        if (future != null) {
            future.completeExceptionally(why);
        }
    }

    @Override
    public void lost(Grant grant) {
        heldUntil.remove(grant);
        listeners.forEach(listener -> listener.onLost(grant));
    }

    private void failIfEnded() {
        Throwable why = ended;
        if (why == null) {
            return;
        }
        heldUntil.clear();
        for (Long number : new ArrayList<>(acquires.keySet())) {
            CompletableFuture<Grant> future = acquires.remove(number);
            if (future != null) {
                future.completeExceptionally(
                        new MutexException.Unavailable("the mutex has ended: " + why.getMessage()));
            }
        }
        List.copyOf(releases.keySet()).forEach(this::released);
    }
}
