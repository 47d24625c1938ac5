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
    private Host.Lane lane;
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

    /**
     * A user leaves; returns when everything that was to be written has been, and its callbacks have run, so that the user may open the same
     * log again. Those who stay go on in a lane of their own, which begins when the one before has ended.
     */
    void release() {
        Host.Lane ending;
        synchronized (OPEN) {
            users--;
            WeakReference<LogLane> open = OPEN.get(storage);
            if (users == 0 && open != null && open.get() == this) {
                OPEN.remove(storage);
            }
            ending = users == 0 ? lane() : replaceLane();
        }
        ending.close();
    }

    private synchronized Host.Lane lane() {
        return lane;
    }

    private synchronized Host.Lane replaceLane() {
        Host.Lane before = lane;
        lane = host.lane("consenso-log");
        lane.execute(before::close);
        return before;
    }

    /** Writes after everything handed over before; one of the two callbacks comes, on this lane. */
    void write(String group, Log.Batch batch, Runnable onDurable, Consumer<Throwable> onFailure) {
        synchronized (this) {
            waiting.add(new Write(new GroupBatch(group, batch), onDurable, onFailure));
            if (waiting.size() == 1) {
                lane.execute(this::writeWaiting);
            }
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
        List<GroupBatch> batches = new ArrayList<>(writes.size());
        boolean synced = false;
        for (Write write : writes) {
            if (!write.batch().batch().isEmpty()) {
                batches.add(write.batch());
                synced |= write.batch().batch().mustBeDurable();
            }
        }
        if (failure.isPresent() || batches.isEmpty()) {
            writes.forEach(this::report);
        } else {
            write(batches, synced, writes);
        }
    }

    private void write(List<GroupBatch> batches, boolean synced, List<Write> writes) {
        long start = host.nanoTime();
        storage.write(batches, thrown -> {
            // An error leaves the storage in an unknown state as much as a failed write does.
            failure = thrown;
            if (synced && thrown.isEmpty()) {
                latency.recordNanos(host.nanoTime() - start);
            }
            writes.forEach(this::report);
        });
    }

    /** What one group makes of the news must not keep it from the others. */
    private void report(Write write) {
        if (failure.isPresent()) {
            write.onFailure().accept(failure.get());
            return;
        }
        try {
            write.onDurable().run();
        } catch (Throwable t) {
            write.onFailure().accept(t);
        }
    }
}
