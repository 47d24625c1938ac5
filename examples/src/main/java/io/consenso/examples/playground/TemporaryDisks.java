/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import io.consenso.spi.Storage;
import io.consenso.storage.rocksdb.RocksStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A disk for each process that asks for one, until the end of the run. */
final class TemporaryDisks implements AutoCloseable {
    private final Map<PeerId, Storage> open = new ConcurrentHashMap<>();
    private @Nullable Path folder;

    /** The process's own; what an earlier life wrote is there. */
    synchronized Storage open(PeerId peer) {
        try {
            Path root = folder;
            if (root == null) {
                root = Files.createTempDirectory("playground");
                folder = root;
            }
            Storage storage = RocksStorage.open(root.resolve(peer.value()), peer);
            open.put(peer, storage);
            return storage;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process is gone. */
    synchronized void close(PeerId peer) {
        try {
            Storage storage = open.remove(peer);
            if (storage != null) {
                storage.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        List.copyOf(open.keySet()).forEach(this::close);
        Path root = folder;
        if (root == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
