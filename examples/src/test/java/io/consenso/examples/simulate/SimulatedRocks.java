/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.simulate;

import io.consenso.spi.Storage;
import io.consenso.storage.rocksdb.RocksOptions;
import io.consenso.storage.rocksdb.RocksStorage;
import io.consenso.testkit.simulation.ForwardingStorage;
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
final class SimulatedRocks extends ForwardingStorage {
    private static final Duration WRITE = Duration.ofMillis(1);

    private final SimulatedNode node;

    SimulatedRocks(SimulatedNode node, Path directory) {
        super(open(node, directory));
        this.node = node;
        node.onDeath(how -> letGo());
    }

    private static Storage open(SimulatedNode node, Path directory) {
        try {
            return RocksStorage.open(directory, RocksOptions.of(node.peer()).withoutFsync());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void letGo() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(List<GroupBatch> batches) throws IOException {
        node.takes(WRITE);
        super.write(batches);
    }
}
