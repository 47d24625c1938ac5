/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.StateMachine;
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

/** Writes captured states to the store, off the apply lane. A snapshot that fails is discarded and taken again at the next trigger. */
final class SnapshotWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final int BUFFER_BYTES = 64 << 10;

    private final String name;
    private final SnapshotStore store;
    private final Host.Lane lane;

    SnapshotWriter(String name, SnapshotStore store, Host.Lane lane) {
        this.name = name;
        this.store = store;
        this.lane = lane;
    }

    /** Writes, then reports: what was stored before the futures of those who asked, and the end in any case. */
    void write(
            SnapshotMeta meta,
            SnapshotHeader header,
            StateMachine.Snapshot state,
            List<CompletableFuture<SnapshotMeta>> checkpoints,
            Consumer<SnapshotMeta> onStored,
            Runnable onFinished) {
        lane.execute(() -> {
            try {
                writeNow(meta, header, state);
                onStored.accept(meta);
                checkpoints.forEach(future -> future.complete(meta));
            } catch (IOException | RuntimeException e) {
                LOG.warn("{}: the snapshot at {} was not written and is given up", name, meta.index(), e);
                checkpoints.forEach(future -> future.completeExceptionally(e));
            } finally {
                release(state);
                onFinished.run();
            }
        });
    }

    private void writeNow(SnapshotMeta meta, SnapshotHeader header, StateMachine.Snapshot state) throws IOException {
        try (SnapshotStore.Writing writing = store.create(meta)) {
            OutputStream out = new BufferedOutputStream(writing.out(), BUFFER_BYTES);
            header.writeDelimitedTo(out);
            state.writeTo(out);
            out.flush();
            writing.commit();
        }
    }

    private void release(StateMachine.Snapshot state) {
        try {
            state.release();
        } catch (RuntimeException e) {
            LOG.warn("{}: a snapshot's release() threw", name, e);
        }
    }

    void close() {
        lane.close();
    }
}
