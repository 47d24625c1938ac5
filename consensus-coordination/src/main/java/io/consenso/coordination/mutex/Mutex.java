/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Mutual exclusion between processes: at any time at most one of them holds a resource. What that rests on, and what happens when it does not
 * hold, differs between the implementations and is said there; what protects a resource in any case is that it refuses a
 * {@linkplain Grant#token() token} lower than one it has seen.
 *
 * <p>Safe for use by any number of threads. Futures complete on the implementation's own lane: what depends on them must not block.
 */
public interface Mutex extends AutoCloseable {
    /**
     * Waits for the resource, at most that long. Requests of one process for one resource are granted one after the other.
     *
     * @return the grant; or fails with {@link MutexException}, and then this request holds nothing and never will
     */
    CompletableFuture<Grant> acquire(String resource, Duration deadline);

    /** Gives the resource to the next; completes once that is on its way. What was released or lost before is left alone. */
    CompletableFuture<Void> release(Grant grant);

    /** Gives up what is held and awaited here and stops; idempotent. */
    @Override
    void close();
}
