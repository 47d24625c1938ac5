/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.Bytes;
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group's snapshots, each in a file {@code <index>-<epoch>.snapshot}. There is one, the newest; the one before it stays until the next
 * commit if a peer has begun to read it.
 */
final class SnapshotDirectory implements SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(RocksStorage.class);
    private static final String SUFFIX = ".snapshot";

    private final Path directory;
    private final SnapshotOwner owner;
    private final LogView log;
    private @Nullable Kept newest;
    private @Nullable Kept previous;
    private @Nullable IOException damage;
    private @Nullable SnapshotWriting creating;
    private @Nullable SnapshotWriting fetching;

    /** Cleans up what a crash may have left and finds the newest snapshot. Throws only if the directory cannot be read. */
    SnapshotDirectory(Path directory, SnapshotOwner owner, LogView log) throws IOException {
        this.owner = owner;
        this.directory = directory;
        this.log = log;
        if (Files.isDirectory(directory)) {
            // A process that was killed may have left names that are not durable yet; what is reported from now on must
            // be.
            DurableFiles.createDirectories(directory);
            DurableFiles.syncDirectory(createFile());
            Files.deleteIfExists(createFile());
            load();
        }
    }

    SnapshotOwner owner() {
        return owner;
    }

    private Path createFile() {
        return directory.resolve("create.tmp");
    }

    private Path fetchFile() {
        return directory.resolve("fetch.part");
    }

    private void load() throws IOException {
        List<Path> paths = paths();
        for (int i = 0; i < paths.size() && newest == null; i++) {
            try {
                SnapshotFile file = SnapshotFile.read(owner, paths.get(i));
                Kept kept = new Kept(file);
                if (i < paths.size() - 1) {
                    // There is something to fall back to: look before it goes.
                    kept.verifyOnce();
                }
                accept(kept);
            } catch (IOException e) {
                damage = damage == null ? e : damage;
            }
        }
        if (newest != null) {
            Kept kept = newest;
            paths.stream().filter(path -> isBelow(path, kept)).forEach(SnapshotDirectory::delete);
        }
    }

    /** An older snapshot serves in place of a damaged one only if the log goes on from it without a gap. */
    private void accept(Kept candidate) {
        if (damage == null) {
            newest = candidate;
        } else if (log.floor().index() <= candidate.index()) {
            LOG.warn("the older {} is used, the log joins up with it: {}", candidate.file.path(), damage.getMessage());
            damage = null;
            newest = candidate;
        }
    }

    private static boolean isBelow(Path path, Kept kept) {
        return path.getFileName()
                        .toString()
                        .compareTo(kept.file.path().getFileName().toString())
                < 0;
    }

    /** The newest first: the names are padded so that their order is that of the positions. */
    private List<Path> paths() throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            found.forEach(paths::add);
        }
        paths.sort(Comparator.reverseOrder());
        return paths;
    }

    @Override
    public synchronized Optional<Stored> latest() {
        if (damage != null) {
            throw new UncheckedIOException(damage);
        }
        return Optional.ofNullable(newest).map(kept -> kept.file.stored());
    }

    @Override
    public InputStream open(Stored snapshot) throws IOException {
        SnapshotFile file = find(snapshot).file;
        RandomAccessFile content = openFile(file);
        try {
            file.verify(content);
            content.seek(file.contentAt());
            return new SnapshotContent(content, snapshot.length());
        } catch (Throwable t) {
            content.close();
            throw t;
        }
    }

    @Override
    public Bytes read(Stored snapshot, long offset, int bytesMax) throws IOException {
        Objects.checkFromToIndex(offset, snapshot.length(), snapshot.length());
        Kept kept = find(snapshot);
        kept.isServed = true;
        kept.verifyOnce();
        byte[] piece = new byte[(int) Math.min(bytesMax, snapshot.length() - offset)];
        try (RandomAccessFile content = openFile(kept.file)) {
            content.seek(kept.file.contentAt() + offset);
            content.readFully(piece);
        }
        return Bytes.wrap(piece);
    }

    private synchronized Kept find(Stored snapshot) throws IOException {
        for (Kept kept : new Kept[] {newest, previous}) {
            if (kept != null && kept.file.stored().equals(snapshot)) {
                return kept;
            }
        }
        throw new NoSuchFileException(directory.toString(), null, "snapshot " + snapshot + " is gone");
    }

    private static RandomAccessFile openFile(SnapshotFile file) throws IOException {
        return new RandomAccessFile(file.path().toFile(), "r");
    }

    @Override
    public synchronized Writing create(SnapshotMeta meta) throws IOException {
        DurableFiles.createDirectories(directory);
        if (creating != null) {
            creating.close();
        }
        creating = SnapshotWriting.create(this, createFile(), meta);
        return creating;
    }

    @Override
    public synchronized Writing fetch(Stored expected) throws IOException {
        DurableFiles.createDirectories(directory);
        if (fetching != null) {
            fetching.close();
        }
        fetching = SnapshotWriting.fetch(this, fetchFile(), expected);
        return fetching;
    }

    /** Takes a complete and synced file in, unless a newer one came first. */
    synchronized void install(Path complete, Stored stored) throws IOException {
        SnapshotMeta meta = stored.meta();
        if (newest != null && newest.index() > meta.index()) {
            Files.delete(complete);
            return;
        }
        Path path = directory.resolve(String.format("%020d-%020d%s", meta.index(), meta.epoch(), SUFFIX));
        DurableFiles.rename(complete, path);
        Kept replaced = newest;
        newest = new Kept(SnapshotFile.read(owner, path));
        damage = null;
        previous =
                replaced != null && replaced.isServed && !replaced.file.path().equals(path) ? replaced : null;
        for (Path other : paths()) {
            if (!other.equals(path) && (previous == null || !other.equals(previous.file.path()))) {
                delete(other);
            }
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("the old snapshot {} stays until the next one: {}", path, e.toString());
        }
    }

    /** A file and what has happened to it. */
    private static final class Kept {
        private final SnapshotFile file;
        private volatile boolean isServed;
        private volatile boolean isVerified;

        Kept(SnapshotFile file) {
            this.file = file;
        }

        long index() {
            return file.stored().meta().index();
        }

        /** Before the first piece leaves: a peer would notice damage only after it has fetched everything. */
        void verifyOnce() throws IOException {
            if (isVerified) {
                return;
            }
            try (RandomAccessFile content = openFile(file)) {
                file.verify(content);
            }
            isVerified = true;
        }
    }
}
