/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps a directory to one open storage: against other processes by a lock on the file {@code LOCK}, within this one by a set. */
final class DirectoryLock implements Closeable {
    // The set comes first: POSIX drops a process's lock when it closes any descriptor of the file, even that of a
    // failed attempt.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static DirectoryLock acquire(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw new UnusableStorageException(directory, "it is already open in this process");
        }
        FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = FileChannel.open(real.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new UnusableStorageException(directory, "another process has it open");
            }
            acquired = true;
            return new DirectoryLock(real, channel);
        } catch (OverlappingFileLockException e) {
            // Another copy of this class, from another class loader.
            throw new UnusableStorageException(directory, "it is already open in this process", e);
        } finally {
            if (!acquired) {
                HELD.remove(real);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(directory);
        }
    }
}
