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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The disk as one process has opened it. When the process is dead, writes do nothing. */
final class SimulatedStorage implements Storage {
    private final SimulatedProcess process;
    private final SimulatedDisk disk;
    private final Map<String, SimulatedLog> logs = new HashMap<>();
    private final Map<String, SimulatedSnapshots> snapshots = new HashMap<>();
    private @Nullable IOException failure;
    private boolean closed;

    SimulatedStorage(SimulatedProcess process, SimulatedDisk disk) {
        this.process = process;
        this.disk = disk;
    }

    @Override
    public long storageId() {
        return disk.storageId();
    }

    @Override
    public Log log(String group) {
        requireOpen();
        return logs.computeIfAbsent(group, key -> new SimulatedLog(disk.log(key)));
    }

    @Override
    public SnapshotStore snapshots(String group) {
        requireOpen();
        return snapshots.computeIfAbsent(group, key -> new SimulatedSnapshots(this, disk.snapshots(key), key));
    }

    @Override
    public void write(List<GroupBatch> batches) throws IOException {
        requireOpen();
        if (!process.mayAct()) {
            return;
        }
        attempt(() -> disk.apply(batches));
        long write = disk.apply(batches);
        boolean mustBeDurable = batches.stream().anyMatch(batch -> batch.batch().mustBeDurable());
        process.simulation
                .trace()
                .event(process.simulation.now(), process.node.name(), "write", mustBeDurable ? "sync" : "", write);
        if (!mustBeDurable) {
            disk.safeLater(write);
        } else if (process.simulation.isRunning()) {
            long nanos = disk.syncNanos(0);
            disk.safeAt(write, SimulatedTime.plus(process.simulation.now(), nanos));
            process.simulation.block(nanos);
        } else {
            disk.safe(write);
        }
    }

    @Override
    public void close() {
        if (!closed && process.isAlive()) {
            disk.closed(this);
        }
        closed = true;
    }

    SimulatedProcess process() {
        return process;
    }

    SimulatedDisk disk() {
        return disk;
    }

    boolean isOpen() {
        return !closed;
    }

    /** Throws what is due to fail now or has failed before; nothing is ever written after a failure. */
    void attempt(Runnable happened) throws IOException {
        if (failure != null) {
            throw new IOException("a write has failed before", failure);
        }
        try {
            disk.check(happened);
        } catch (IOException e) {
            failure = e;
            process.simulation
                    .trace()
                    .event(
                            process.simulation.now(),
                            process.node.name(),
                            "failed",
                            Objects.toString(e.getMessage()),
                            0);
            throw e;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
    }
}
