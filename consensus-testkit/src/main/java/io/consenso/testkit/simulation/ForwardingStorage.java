/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.spi.Log;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.Storage;
import java.io.IOException;
import java.util.List;

/** A storage that does what the storage inside does, until a subclass says otherwise. */
public abstract class ForwardingStorage implements Storage {
    private final Storage storage;

    /** Around that storage. */
    protected ForwardingStorage(Storage storage) {
        this.storage = storage;
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
        storage.write(batches);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
