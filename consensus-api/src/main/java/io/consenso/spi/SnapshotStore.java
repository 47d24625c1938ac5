/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import io.consenso.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * One group's snapshots. A snapshot becomes visible only when it is complete and durable (temporary file, fsync, rename, fsync of the
 * directory); the newest replaces older ones. A damaged file is never handed out: reading it throws.
 *
 * <p>Any thread may call any method; at most one {@code create} and one {@code fetch} are open at a time, and only one of them commits at a time.
 */
public interface SnapshotStore {
    /** The newest complete snapshot. Throws {@link java.io.UncheckedIOException} when there is one that cannot be trusted. */
    Optional<Stored> latest();

    /** Opens a snapshot for reading, after checking length and checksum of the whole file. Throws {@link IOException} when damaged or gone. */
    InputStream open(Stored snapshot) throws IOException;

    /** A piece of the content, at most {@code bytesMax} long, shorter only at the end. Throws {@link IOException} when the snapshot is gone. */
    Bytes read(Stored snapshot, long offset, int bytesMax) throws IOException;

    /** Starts writing a snapshot taken here. Whatever an earlier unfinished {@code create} left is discarded. */
    Writing create(SnapshotMeta meta) throws IOException;

    /**
     * Starts or continues fetching a snapshot that a peer has. What an earlier unfinished fetch of exactly this snapshot (same meta, length
     * and checksum) had received is still there, also after a restart: {@link Writing#position()} says how much. A fetch of any other is
     * discarded.
     */
    Writing fetch(Stored expected) throws IOException;

    /**
     * A complete snapshot, as it is stored or offered.
     *
     * @param meta what it stands for
     * @param length of its content, in bytes
     * @param checksum CRC-32C of its content
     */
    record Stored(SnapshotMeta meta, long length, int checksum) {}

    /** A snapshot being written. Closing it without {@link #commit()} discards a {@code create} and keeps a {@code fetch} for later. */
    interface Writing extends Closeable {
        /** How many bytes of content have been written. */
        long position();

        /** Where the content goes; starts at {@link #position()}. Do not close it. */
        OutputStream out();

        /**
         * Makes the snapshot durable and visible, and older ones go. A fetch whose length or checksum is not as expected is discarded and
         * throws {@link IOException}.
         */
        Stored commit() throws IOException;

        @Override
        void close() throws IOException;
    }
}
