/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The futures of those who wait, and what they hold; for any thread. */
final class PendingGrants implements MutexObserver {
    private final Map<Long, CompletableFuture<Grant>> acquires = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<Void>> releases = ConcurrentHashMap.newKeySet();
    private final Map<Grant, Long> heldUntil = new ConcurrentHashMap<>();
    private final List<GrantListener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Throwable ended;

    CompletableFuture<Grant> await(long number) {
        CompletableFuture<Grant> future = new CompletableFuture<>();
        acquires.put(number, future);
        failIfEnded();
        return future;
    }

    CompletableFuture<Void> awaitRelease() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        releases.add(future);
        failIfEnded();
        return future;
    }

    void released(CompletableFuture<Void> future) {
        releases.remove(future);
        future.complete(null);
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
                future.completeExceptionally(new MutexException.Unavailable("the mutex has ended: " + why.getMessage()));
            }
        }
        List.copyOf(releases).forEach(this::released);
    }
}
