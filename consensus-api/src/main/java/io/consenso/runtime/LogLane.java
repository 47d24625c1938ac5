/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.spi.Host;
import io.consenso.spi.Log;
import io.consenso.spi.Storage;
import io.consenso.spi.Storage.GroupBatch;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * The one writer of a {@link Storage}: what waits while a write is in progress, from whatever group, goes to disk in the next one, together,
 * by one fsync. Shared by all replicas on that storage.
 */
final class LogLane {
    /** Weak, since a simulated process dies without releasing anything. */
    private static final Map<Storage, WeakReference<LogLane>> OPEN = new WeakHashMap<>();

    private final Storage storage;
    private final Host host;
    private final Host.Lane lane;
    private final Histogram latency = new Histogram();
    private int users;

    private List<Write> waiting = new ArrayList<>();
    private Optional<Throwable> failure = Optional.empty();

    private record Write(GroupBatch batch, Runnable onDurable, Consumer<Throwable> onFailure) {}

    private LogLane(Storage storage, Host host) {
        this.storage = storage;
        this.host = host;
        lane = host.lane("consenso-log");
    }

    /** The storage's lane; every call is to be matched by one of {@link #release()}. */
    static LogLane of(Storage storage, Host host) {
        synchronized (OPEN) {
            WeakReference<LogLane> open = OPEN.get(storage);
            LogLane lane = open == null ? null : open.get();
            if (lane == null || lane.host != host) {
                lane = new LogLane(storage, host);
                OPEN.put(storage, new WeakReference<>(lane));
            }
            lane.users++;
            return lane;
        }
    }

    /** Ends the lane, after what it was told to write, when its last user leaves. */
    void release() {
        synchronized (OPEN) {
            if (--users > 0) {
                return;
            }
            OPEN.remove(storage);
        }
        lane.close();
    }

    /** Writes after everything handed over before; one of the two callbacks comes, on this lane. */
    void write(String group, Log.Batch batch, Runnable onDurable, Consumer<Throwable> onFailure) {
        boolean first;
        synchronized (this) {
            first = waiting.isEmpty();
            waiting.add(new Write(new GroupBatch(group, batch), onDurable, onFailure));
        }
        if (first) {
            lane.execute(this::writeWaiting);
        }
    }

    Status.Latency latency() {
        return latency.latency();
    }

    private void writeWaiting() {
        List<Write> writes;
        synchronized (this) {
            writes = waiting;
            waiting = new ArrayList<>();
        }
        if (failure.isEmpty()) {
            try {
                writeAll(writes);
            } catch (Exception | LinkageError e) {
                failure = Optional.of(e);
            }
        }
        for (Write write : writes) {
            if (failure.isPresent()) {
                write.onFailure().accept(failure.get());
            } else {
                write.onDurable().run();
            }
        }
    }

    private void writeAll(List<Write> writes) throws Exception {
        List<GroupBatch> batches = new ArrayList<>(writes.size());
        boolean synced = false;
        for (Write write : writes) {
            if (!write.batch().batch().isEmpty()) {
                batches.add(write.batch());
                synced |= write.batch().batch().mustBeDurable();
            }
        }
        if (batches.isEmpty()) {
            return;
        }
        long start = host.nanoTime();
        storage.write(batches);
        if (synced) {
            latency.recordNanos(host.nanoTime() - start);
        }
    }
}
