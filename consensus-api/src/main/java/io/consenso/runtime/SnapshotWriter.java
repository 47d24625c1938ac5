/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.ReplicatedState;
import io.consenso.runtime.proto.SnapshotHeader;
import io.consenso.spi.Host;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes captured states to the store, off the apply lane, on the lane on which fetched ones are written too. A snapshot that fails is discarded and taken again at the next trigger. */
final class SnapshotWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final int BUFFER_BYTES = 8 << 10;

    private final String name;
    private final SnapshotStore store;
    private final Host.Lane lane;

    SnapshotWriter(String name, SnapshotStore store, Host.Lane lane) {
        this.name = name;
        this.store = store;
        this.lane = lane;
    }

    /**
     * Writes, then reports: what was stored before the futures of those who asked, and the end in any case. A snapshot that a newer one has
     * overtaken is not reported, and neither is that one: whoever fetched it does so once it is restored.
     */
    void write(
            SnapshotMeta meta,
            SnapshotHeader header,
            ReplicatedState.Snapshot state,
            List<CompletableFuture<SnapshotMeta>> checkpoints,
            Consumer<SnapshotMeta> onStored,
            Runnable onFinished) {
        lane.execute(() -> {
            try {
                if (writeNow(meta, header, state)) {
                    onStored.accept(meta);
                }
                SnapshotMeta newest = store.latest().orElseThrow().meta();
                checkpoints.forEach(future -> future.complete(newest));
            } catch (Exception e) {
                LOG.warn("{}: the snapshot at {} was not written and is given up", name, meta.index(), e);
                checkpoints.forEach(future -> future.completeExceptionally(e));
            } catch (Throwable t) {
                // Not a snapshot that failed but a process that is unwell: its host reports that.
                checkpoints.forEach(future -> future.completeExceptionally(t));
                throw t;
            } finally {
                release(state);
                onFinished.run();
            }
        });
    }

    private boolean writeNow(SnapshotMeta meta, SnapshotHeader header, ReplicatedState.Snapshot state)
            throws IOException {
        try (SnapshotStore.Writing writing = store.create(meta)) {
            OutputStream out = new BufferedOutputStream(writing.out(), BUFFER_BYTES);
            header.writeDelimitedTo(out);
            state.writeTo(out);
            out.flush();
            boolean isNewest = isNewest(meta);
            if (isNewest) {
                writing.commit();
            }
            return isNewest;
        }
    }

    /** A snapshot fetched from a peer meanwhile may be newer, and the log below that one may be gone: it must stay. */
    private boolean isNewest(SnapshotMeta meta) {
        return store.latest()
                .map(newest -> newest.meta().index() < meta.index())
                .orElse(true);
    }

    private void release(ReplicatedState.Snapshot state) {
        try {
            state.release();
        } catch (RuntimeException e) {
            LOG.warn("{}: a snapshot's release() threw", name, e);
        }
    }
}
