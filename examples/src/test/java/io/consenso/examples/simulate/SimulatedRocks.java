/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.simulate;

import io.consenso.spi.Log;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.Storage;
import io.consenso.storage.rocksdb.RocksOptions;
import io.consenso.storage.rocksdb.RocksStorage;
import io.consenso.testkit.simulation.SimulatedNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The storage that ships, with its files, in a simulated process: a write takes a millisecond of virtual time, and when the process dies the
 * files are let go of as they are, as by a kill.
 */
final class SimulatedRocks implements Storage {
    private static final Duration WRITE = Duration.ofMillis(1);

    private final SimulatedNode node;
    private final RocksStorage storage;

    SimulatedRocks(SimulatedNode node, Path directory) {
        this.node = node;
        try {
            storage = RocksStorage.open(directory, RocksOptions.of(node.peer()).withoutFsync());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        node.onDeath(how -> close());
    }

    @Override
    public long storageId() {
        return storage.storageId();
    }

    @Override
    public Log log(String group) {
        return storage.log(group);
    }

    @Override
    public SnapshotStore snapshots(String group) {
        return storage.snapshots(group);
    }

    @Override
    public void write(List<GroupBatch> batches) throws IOException {
        node.takes(WRITE);
        storage.write(batches);
    }

    @Override
    public void close() {
        try {
            storage.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
