/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.spi.SnapshotStore.Writing;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A snapshot that is being written to a temporary file of the final format, whose footer comes with the commit. For one thread. */
final class SnapshotWriting implements Writing {
    private final SnapshotDirectory directory;
    private final Path path;
    private final RandomAccessFile file;
    private final SnapshotMeta meta;
    private final Optional<Stored> expected;
    private final CRC32C crc = new CRC32C();
    private final OutputStream buffered;
    private final OutputStream out = new Content();
    private long position;
    private boolean done;

    private SnapshotWriting(
            SnapshotDirectory directory, Path path, RandomAccessFile file, SnapshotMeta meta, Optional<Stored> expected)
            throws IOException {
        this.directory = directory;
        this.path = path;
        this.file = file;
        this.meta = meta;
        this.expected = expected;
        buffered = new BufferedOutputStream(new FileOutputStream(file.getFD()), 64 << 10);
    }

    static SnapshotWriting create(SnapshotDirectory directory, Path path, SnapshotMeta meta) throws IOException {
        return open(directory, path, meta, Optional.empty());
    }

    static SnapshotWriting fetch(SnapshotDirectory directory, Path path, Stored expected) throws IOException {
        return open(directory, path, expected.meta(), Optional.of(expected));
    }

    private static SnapshotWriting open(
            SnapshotDirectory directory, Path path, SnapshotMeta meta, Optional<Stored> expected) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            SnapshotWriting writing = new SnapshotWriting(directory, path, file, meta, expected);
            if (expected.isEmpty() || !writing.resume()) {
                file.setLength(0);
                file.write(SnapshotFile.encodeHead(directory.owner(), meta, expected));
            }
            return writing;
        } catch (Throwable t) {
            file.close();
            throw t;
        }
    }

    /** Continues after what an earlier fetch of exactly this snapshot left. Whether there is any. */
    private boolean resume() throws IOException {
        SnapshotFile.Head head;
        try {
            head = SnapshotFile.readHead(directory.owner(), path, file);
        } catch (IOException e) {
            // New, or cut short by a crash: nothing to continue.
            file.seek(0);
            return false;
        }
        if (!head.expected().equals(expected)) {
            file.seek(0);
            return false;
        }
        // What exceeds the content is a footer whose commit was cut short.
        long present = Math.min(file.length() - head.length(), expected.get().length());
        SnapshotFile.checksum(path, file, present, crc);
        file.setLength(head.length() + present);
        position = present;
        return true;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public Stored commit() throws IOException {
        if (done) {
            throw new IOException("snapshot " + path + " was committed or closed before, or another took its place");
        }
        buffered.flush();
        Stored stored = new Stored(meta, position, (int) crc.getValue());
        if (expected.isPresent() && !expected.get().equals(stored)) {
            discard();
            throw new IOException("the fetched snapshot is not as expected: expected " + expected.get() + ", received "
                    + stored + "; it is discarded");
        }
        file.write(SnapshotFile.encodeFoot(stored.length(), stored.checksum()));
        sync();
        done = true;
        file.close();
        directory.install(path, stored);
        return stored;
    }

    /** After a failed sync nobody knows what is on disk, and a second one would not write it: what was fetched must not be continued. */
    private void sync() throws IOException {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            try {
                discard();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private void discard() throws IOException {
        done = true;
        file.close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        if (done) {
            return;
        }
        if (expected.isEmpty()) {
            discard();
            return;
        }
        done = true;
        try (file) {
            buffered.flush();
        }
    }

    private final class Content extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (done) {
                throw new IOException("snapshot " + path + " is no longer being written");
            }
            buffered.write(source, offset, length);
            crc.update(source, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            buffered.flush();
        }
    }
}
