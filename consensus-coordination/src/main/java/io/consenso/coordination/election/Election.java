/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Leader election between processes: each knows one leader or none, and never two in one epoch. Under which assumptions that holds differs
 * between the implementations and is said there.
 *
 * <p>Safe for use by any number of threads.
 */
public interface Election extends AutoCloseable {
    /** Whom this process takes for the leader now; empty while it is being elected. */
    Optional<Leadership> current();

    /** Hears of every change from now on, and at once of what is {@link #current}; on the implementation's own lane. */
    void listen(ElectionListener listener);

    /** If this process leads, it does so no more, and the others elect anew; completes when it has given up. Else does nothing. */
    CompletableFuture<Void> stepDown();

    /** Takes no further part; idempotent. */
    @Override
    void close();
}
