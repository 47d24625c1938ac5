/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Everything that one process keeps on disk, for all of its groups. */
public interface Storage extends Closeable {
    /**
     * Names this storage, drawn at random when it was created and kept for ever. Peers remember it: a replica that returns under its old
     * name with another storage has lost its promises.
     */
    long storageId();

    /**
     * The group's log; a fresh one when the group is new, which may take a synced write. Always the same object for the same group. Throws
     * {@link java.io.UncheckedIOException} when it cannot be read or made.
     */
    Log log(String group);

    /** The group's snapshots; always the same object for the same group. */
    SnapshotStore snapshots(String group);

    /**
     * Applies all batches in one atomic write and, if any of them {@link Log.Batch#mustBeDurable()}, returns only when it is on disk.
     * Several batches of one group take effect in their order. Blocks; called from one thread at a time.
     *
     * @throws IOException when it is unknown whether the write is on disk. The caller must not retry: after a failed fsync the page cache
     *     may claim what the disk never got. Every group of this storage halts.
     */
    void write(List<GroupBatch> batches) throws IOException;

    /**
     * As {@link #write(List)}, with what is to follow handed in: it is told what the write has thrown, if anything. For the last thing that a
     * task of a lane does: a storage that belongs to the lane's host may let the task end before the write does, and run {@code then} as
     * the very next task of that lane. This one writes, and then runs it.
     */
    default void write(List<GroupBatch> batches, Consumer<Optional<Throwable>> then) {
        Optional<Throwable> thrown = Optional.empty();
        try {
            write(batches);
        } catch (Throwable t) {
            thrown = Optional.of(t);
        }
        then.accept(thrown);
    }

    /** Releases files and locks; idempotent. Nothing may be called afterwards. */
    @Override
    void close() throws IOException;

    /**
     * A change to one group's log.
     *
     * @param group which log
     * @param batch what changes
     */
    record GroupBatch(String group, Log.Batch batch) {}
}
