/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.ReplicatedState;
import io.consenso.engine.InvariantViolation;
import io.consenso.runtime.proto.SnapshotHeader;
import io.consenso.spi.Entry;
import io.consenso.spi.Host;
import io.consenso.spi.LogPosition;
import io.consenso.spi.MalformedFrameException;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The lane on which the state machine lives: applies committed entries in order, answers this replica's proposals and granted queries,
 * captures and restores snapshots.
 */
final class ApplyLane {
    private static final long SLICE_BYTES = 1 << 20;

    private final ReplicatedState machine;
    private final Applier applier;
    private final LogTail tail;
    private final Reads reads;
    private final SnapshotTrigger trigger;
    private final Host host;
    private final Host.Lane lane;
    private final Events events;

    private final Histogram latency = new Histogram();
    private final PriorityQueue<Granted> granted = new PriorityQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<CompletableFuture<SnapshotMeta>> checkpoints = new ArrayList<>();
    private volatile long committed;
    private volatile LogPosition applied = LogPosition.ZERO;
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private Optional<Waiting> toExecute = Optional.empty();

    private boolean intervalArmed;
    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile boolean closed;

    private record Granted(long atIndex, List<Reads.Read> queries) implements Comparable<Granted> {
        @Override
        public int compareTo(Granted other) {
            return Long.compare(atIndex, other.atIndex);
        }
    }

    private record Waiting(long atIndex, Execution.Work work, Consumer<Formed> whenExecuted) {}

    /** What the apply lane tells the rest of the replica. */
    interface Events {
        /** The loop lane has something to send. */
        void wake();

        /** The state was captured at this position and is to be written. */
        void captured(
                LogPosition at,
                SnapshotHeader header,
                ReplicatedState.Snapshot state,
                List<CompletableFuture<SnapshotMeta>> checkpoints);

        /** Whether a peer is fetching the newest snapshot, which the next one would replace. */
        boolean isSnapshotServed();

        /** The replica cannot go on. */
        void fault(Throwable cause);
    }

    ApplyLane(
            Replication replication,
            ReplicaOptions options,
            LogTail tail,
            Proposals proposals,
            OwnSession own,
            Reads reads,
            SnapshotTrigger trigger,
            Host host,
            Host.Lane lane,
            Events events) {
        machine = replication.state();
        applier = new Applier(replication, options, proposals, own, events::wake);
        this.tail = tail;
        this.reads = reads;
        this.trigger = trigger;
        this.host = host;
        this.lane = lane;
        this.events = events;
    }

    /** The last entry in the state machine. Any thread. */
    LogPosition applied() {
        return applied;
    }

    /** How long entries took. Any thread. */
    Status.Latency latency() {
        return latency.latency();
    }

    /** Entries up to here may be applied. Loop lane. */
    void commit(long index) {
        committed = index;
        schedule();
    }

    /** Answers the queries once the state machine has come this far. Any thread. */
    void serve(long atIndex, List<Reads.Read> queries) {
        handOver(() -> {
            granted.add(new Granted(atIndex, queries));
            serveGranted();
        });
    }

    /** Executes once the entries up to that index are applied, if it still is the latest that was asked for then. Any thread. */
    void execute(long atIndex, Execution.Work work, Consumer<Formed> whenExecuted) {
        handOver(() -> {
            toExecute = Optional.of(new Waiting(atIndex, work, whenExecuted));
            executeIfDue();
        });
    }

    /** Captures a snapshot; before anything was applied, as soon as something is. Any thread. */
    void checkpoint(CompletableFuture<SnapshotMeta> future) {
        handOver(() -> {
            checkpoints.add(future);
            captureIfDue();
        });
    }

    /** A task that must run even if the lane is closing: what the lane drops, its last task runs, or, after that one, the caller does. */
    private void handOver(Runnable task) {
        handedOver.add(task);
        lane.execute(this::runHandedOver);
        if (closed) {
            runAfterClose();
        }
    }

    private synchronized void runAfterClose() {
        runHandedOver();
    }

    private void runHandedOver() {
        for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
            task.run();
            if (stopped) {
                refuseAll();
            }
        }
    }

    /** The snapshot that was being written is done with, well or not. Any thread. */
    void captureFinished() {
        lane.execute(() -> {
            trigger.finished(host.nanoTime());
            captureIfDue();
        });
    }

    /** A replica that is closed has its timer left: it must not keep the state machine in memory until then. */
    private void armInterval() {
        if (intervalArmed || !trigger.isArmed()) {
            return;
        }
        intervalArmed = true;
        WeakReference<ApplyLane> self = new WeakReference<>(this);
        lane.after(trigger.intervalLeftNanos(host.nanoTime()), () -> {
            ApplyLane live = self.get();
            if (live != null && !live.stopped) {
                live.intervalArmed = false;
                live.captureIfDue();
            }
        });
    }

    /** Puts a fetched snapshot into the state machine unless the log has already brought it further, then reports. */
    void restore(SnapshotStore store, SnapshotStore.Stored snapshot, Consumer<SnapshotMeta> done) {
        lane.execute(() -> {
            if (stopped) {
                return;
            }
            try {
                if (snapshot.meta().index() > applied.index()) {
                    restoreNow(store, snapshot);
                    applier.answerFromRestored();
                }
                done.accept(snapshot.meta());
                serveGranted();
                executeIfDue();
            } catch (Throwable t) {
                if (!isReplaced(store, snapshot)) {
                    fail(t);
                }
            }
        });
    }

    /** A newer snapshot was fetched while this one waited or was read; that one's turn comes next. */
    private static boolean isReplaced(SnapshotStore store, SnapshotStore.Stored snapshot) {
        return store.latest()
                .filter(newest -> newest.meta().index() > snapshot.meta().index())
                .isPresent();
    }

    /** As {@link #restore}, on the calling thread, before the lane has been given anything. */
    void restoreNow(SnapshotStore store, SnapshotStore.Stored snapshot) throws IOException {
        try (InputStream in = store.open(snapshot)) {
            SnapshotHeader header = SnapshotHeader.parseDelimitedFrom(in);
            if (header == null) {
                throw new IOException("snapshot " + snapshot.meta().position() + " is empty");
            }
            applier.restore(header, snapshot.meta().index());
            machine.restore(in);
        }
        applied = snapshot.meta().position();
        trigger.restarted(host.nanoTime());
    }

    /** Ends the lane: what is being applied is finished, nothing else is begun. */
    void close() {
        closing = true;
        lane.execute(() -> {
            stop();
            closed = true;
            runAfterClose();
        });
        lane.close();
    }

    /** Stops without ending the lane; queries in hand are left to the caller's deadline handling. Any thread. */
    void halt() {
        lane.execute(this::stop);
    }

    private void stop() {
        stopped = true;
        refuseAll();
    }

    private void refuseAll() {
        granted.forEach(waiting -> waiting.queries().forEach(this::refuse));
        granted.clear();
        checkpoints.forEach(future -> future.completeExceptionally(Replica.closedFault()));
        checkpoints.clear();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            lane.execute(this::applyCommitted);
        }
    }

    private void applyCommitted() {
        scheduled.set(false);
        if (stopped || closing) {
            return;
        }
        try {
            long from = applied.index() + 1;
            List<Entry> entries = tail.entries(from, committed + 1, SLICE_BYTES);
            for (Entry entry : entries) {
                if (closing) {
                    return;
                }
                apply(entry);
            }
            serveGranted();
            executeIfDue();
            captureIfDue();
        } catch (Throwable t) {
            fail(t);
            return;
        }
        if (applied.index() < committed) {
            schedule();
        }
    }

    private void apply(Entry entry) throws MalformedFrameException {
        if (entry.index() != applied.index() + 1) {
            throw new InvariantViolation(
                    "entry " + entry.index() + " cannot be applied after entry " + applied.index());
        }
        if (entry.kind() == Entry.Kind.COMMANDS) {
            long start = host.nanoTime();
            applier.apply(entry);
            latency.recordNanos(host.nanoTime() - start);
        }
        applied = new LogPosition(entry.index(), entry.epoch());
        trigger.applied(entry.size());
    }

    private void executeIfDue() {
        if (stopped || closing || toExecute.isEmpty() || toExecute.get().atIndex() > applied.index()) {
            return;
        }
        Waiting waiting = toExecute.get();
        toExecute = Optional.empty();
        Formed formed;
        try {
            formed = applier.execute(waiting.work());
        } catch (Throwable t) {
            fail(t);
            return;
        }
        waiting.whenExecuted().accept(formed);
    }

    private void serveGranted() {
        while (!granted.isEmpty() && granted.peek().atIndex() <= applied.index()) {
            for (Reads.Read read : granted.poll().queries()) {
                answer(read);
            }
        }
    }

    private void answer(Reads.Read read) {
        if (stopped || closing) {
            refuse(read);
            return;
        }
        reads.leave();
        Bytes reply;
        try {
            reply = machine.query(read.query());
        } catch (Throwable t) {
            read.future().completeExceptionally(t);
            return;
        }
        read.future().complete(reply);
    }

    private void refuse(Reads.Read read) {
        reads.leave();
        read.future().completeExceptionally(Replica.closedFault());
    }

    private void captureIfDue() {
        if (stopped || closing || applied.index() == 0) {
            return;
        }
        boolean asked = !checkpoints.isEmpty();
        boolean may = asked || trigger.isOverdue() || !events.isSnapshotServed();
        if (may && trigger.begin(asked, host.nanoTime())) {
            capture();
        }
        armInterval();
    }

    private void capture() {
        ReplicatedState.Snapshot state;
        try {
            state = machine.snapshot();
        } catch (Throwable t) {
            fail(t);
            return;
        }
        List<CompletableFuture<SnapshotMeta>> waiting = List.copyOf(checkpoints);
        checkpoints.clear();
        events.captured(applied, applier.capture(), state, waiting);
    }

    private void fail(Throwable cause) {
        stop();
        events.fault(cause);
    }
}
