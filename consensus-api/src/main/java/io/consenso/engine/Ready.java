/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine;

import io.consenso.PeerId;
import io.consenso.spi.Log;
import java.util.List;

/**
 * What an engine wants done. The type carries the order of durability: what may leave now, what must be written, what may leave only after
 * that write.
 *
 * @param batch numbers the write, rising by one for every {@code Ready} whose {@code persist} is not empty; otherwise the number of the
 *     last such
 * @param persist the change to the group's log
 * @param sendNow messages that depend on no unfinished write
 * @param sendAfterPersist messages that may leave only when this write and every one before it is on disk
 * @param progress where the protocol stands
 * @param wakeAtNanos when {@link Engine#tick} is next needed if nothing else happens; {@link Long#MAX_VALUE} for never
 * @param <M> the engine's messages
 */
public record Ready<M>(
        long batch,
        Log.Batch persist,
        List<Send<M>> sendNow,
        List<Send<M>> sendAfterPersist,
        Progress progress,
        long wakeAtNanos) {
    /** Copies the lists. */
    public Ready {
        sendNow = List.copyOf(sendNow);
        sendAfterPersist = List.copyOf(sendAfterPersist);
    }

    /**
     * A message and where it goes.
     *
     * @param to never the engine's own peer
     * @param message immutable
     * @param <M> the engine's messages
     */
    public record Send<M>(PeerId to, M message) {}
}
