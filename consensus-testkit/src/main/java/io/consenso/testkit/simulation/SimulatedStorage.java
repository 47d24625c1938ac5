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
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The disk as one process has opened it. When the process is dead, writes do nothing. */
final class SimulatedStorage implements Storage {
    private final SimulatedProcess process;
    private final SimulatedDisk disk;
    private final Map<String, SimulatedLog> logs = new LinkedHashMap<>();
    private final Map<String, SimulatedSnapshots> snapshots = new LinkedHashMap<>();
    private final Optional<String> damage;
    private @Nullable IOException failure;
    private boolean closed;

    /** How a write goes: when it ends, and how. */
    private record Outcome(long nanos, @Nullable IOException failure) {}

    SimulatedStorage(SimulatedProcess process, SimulatedDisk disk, Optional<String> damage) {
        this.process = process;
        this.disk = disk;
        this.damage = damage;
    }

    @Override
    public long storageId() {
        return disk.storageId();
    }

    @Override
    public Log log(String group) {
        requireOpen();
        if (damage.isPresent()) {
            throw new UncheckedIOException(new IOException(damage.get()));
        }
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
        if (process.mayAct()) {
            Outcome outcome = begin(batches);
            if (outcome.nanos > 0) {
                process.simulation.block(outcome.nanos);
            }
            if (outcome.failure != null) {
                throw outcome.failure;
            }
        }
    }

    @Override
    public void write(List<GroupBatch> batches, Consumer<Optional<Throwable>> then) {
        SimulatedLane lane = process.simulation.lane();
        if (lane == null || lane.isLight() || closed) {
            Storage.super.write(batches, then);
        } else if (process.mayAct()) {
            Outcome outcome = begin(batches);
            Optional<Throwable> failure = Optional.ofNullable(outcome.failure);
            if (outcome.nanos > 0) {
                lane.goOnAfter(outcome.nanos, () -> then.accept(failure));
            } else {
                then.accept(failure);
            }
        }
    }

    private Outcome begin(List<GroupBatch> batches) {
        if (failure != null) {
            return new Outcome(0, new IOException("a write has failed before", failure));
        }
        IOException due = disk.takeWriteFailure();
        if (due != null) {
            return failed(batches, 0, due);
        }
        boolean mustBeDurable = mustBeDurable(batches);
        long nanos = mustBeDurable ? syncNanos(SimulatedDisk.bytes(batches)) : 0;
        IOException inSync = mustBeDurable ? disk.takeSyncFailure() : null;
        return inSync == null ? written(batches, mustBeDurable, nanos) : failed(batches, nanos, inSync);
    }

    /** What waits for the disk waits no time where there is none: between events. */
    private long syncNanos(long bytes) {
        return process.simulation.isRunning() ? disk.syncNanos(bytes) : 0;
    }

    private Outcome failed(List<GroupBatch> batches, long nanos, IOException why) {
        failure = why;
        if (disk.hasHappenedAllTheSame()) {
            disk.apply(batches);
        }
        trace("failed", Objects.toString(why.getMessage()), 0);
        return new Outcome(nanos, why);
    }

    private Outcome written(List<GroupBatch> batches, boolean mustBeDurable, long nanos) {
        long write = disk.apply(batches);
        trace("write", mustBeDurable ? "sync" : "", write);
        if (!mustBeDurable) {
            disk.safeLater(write);
        } else if (nanos > 0) {
            disk.safeAt(write, SimulatedTime.plus(process.simulation.now(), nanos));
        } else {
            disk.safe(write);
        }
        return new Outcome(nanos, null);
    }

    private static boolean mustBeDurable(List<GroupBatch> batches) {
        for (GroupBatch batch : batches) {
            if (batch.batch().mustBeDurable()) {
                return true;
            }
        }
        return false;
    }

    /** Makes a snapshot safe; returns how long that takes. Unlike a log it may fail and be tried again. */
    long commit(long bytes) throws IOException {
        IOException due = disk.takeWriteFailure();
        if (due != null) {
            trace("failed", Objects.toString(due.getMessage()), 0);
            throw due;
        }
        long nanos = syncNanos(bytes);
        IOException inSync = disk.takeSyncFailure();
        if (inSync != null) {
            trace("failed", Objects.toString(inSync.getMessage()), 0);
            process.simulation.block(nanos);
            throw inSync;
        }
        return nanos;
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

    private void trace(String what, String detail, long number) {
        process.simulation.trace().event(process.simulation.now(), process.node.name(), what, detail, number);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
    }
}
