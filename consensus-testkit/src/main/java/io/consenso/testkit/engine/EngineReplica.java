/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One engine of an {@link EngineCluster}, with a disk that finishes writes at once or when told, and a state machine that counts how far it
 * has applied.
 *
 * @param <M> the engine's messages
 */
public final class EngineReplica<M> {
    private final PeerId id;
    private final EngineCluster<M> cluster;
    private final MemoryLog disk = new MemoryLog();
    private final List<ReadGrant> granted = new ArrayList<>();
    private final List<Long> readsRefused = new ArrayList<>();
    private final List<Long> refused = new ArrayList<>();
    private final ArrayDeque<Write<M>> writes = new ArrayDeque<>();
    private Optional<SnapshotMeta> snapshot = Optional.empty();
    private MemoryLog visible = disk;
    private @Nullable Engine<M> engine;
    private Progress progress;
    private long applied;
    private long wakeAt;
    private long ahead;
    private boolean isUp;
    private boolean isDirty;
    private boolean isDiskInstant = true;

    /** A write in flight, and what leaves when it is done. */
    private record Write<M>(long batch, Log.Batch change, List<Ready.Send<M>> after) {}

    EngineReplica(PeerId id, EngineCluster<M> cluster) {
        this.id = id;
        this.cluster = cluster;
        progress = asleep();
    }

    private Progress asleep() {
        return new Progress(
                Role.FOLLOWER,
                0,
                Optional.empty(),
                0,
                cluster.membership(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** Its name. */
    public PeerId id() {
        return id;
    }

    /** Whether it runs. */
    public boolean isUp() {
        return isUp;
    }

    /** What it is, as of its last poll. */
    public Role role() {
        return progress.role();
    }

    /** Whether it runs and leads. */
    public boolean isLeader() {
        return isUp && role() == Role.LEADER;
    }

    /** Its epoch, as of its last poll. */
    public long epoch() {
        return progress.epoch();
    }

    /** Its commit index, as of its last poll. */
    public long commit() {
        return progress.commitIndex();
    }

    /** What it last said of itself. */
    public Progress progress() {
        return progress;
    }

    /** How far its state machine is. */
    public long applied() {
        return applied;
    }

    /** When it wants to be woken, on its own clock. */
    public long wakeAt() {
        return wakeAt;
    }

    /** Its own clock, which {@link #timeOut} may have put ahead of the cluster's. */
    public long now() {
        return cluster.now() + ahead;
    }

    /** Whether it is up and its time has come. */
    public boolean isDue() {
        return isUp && wakeAt <= now();
    }

    /** The newest snapshot that it has. */
    public Optional<SnapshotMeta> snapshot() {
        return snapshot;
    }

    /** What is on disk. */
    public MemoryLog disk() {
        return disk;
    }

    /** Its log, unfinished writes included. */
    public MemoryLog log() {
        return visible;
    }

    /** How many writes are in flight. */
    public int writesInFlight() {
        return writes.size();
    }

    /** Every read granted so far, in all its lives. */
    public List<ReadGrant> granted() {
        return Collections.unmodifiableList(granted);
    }

    /** Every read refused so far. */
    public List<Long> readsRefused() {
        return Collections.unmodifiableList(readsRefused);
    }

    /** Every proposal refused so far. */
    public List<Long> refused() {
        return Collections.unmodifiableList(refused);
    }

    /** The commands that its state machine has applied, those of snapshots included, as text. */
    public List<String> appliedPayloads() {
        return cluster.invariants().committed(applied).stream()
                .filter(entry -> entry.kind() == Entry.Kind.COMMANDS)
                .map(entry -> entry.payload().toUtf8())
                .toList();
    }

    /** Whether writes are done as soon as they are made, or when told. Those in flight stay so. */
    public void diskInstant(boolean instant) {
        isDiskInstant = instant;
    }

    /** Puts that on the disk of a replica that is down. */
    public void having(Optional<Bytes> hardState, List<Entry> entries) {
        disk.apply(new Log.Batch(hardState, OptionalLong.empty(), entries, Optional.empty()));
    }

    /** Puts a snapshot where the next start finds it, without telling the engine. */
    public void store(SnapshotMeta meta) {
        snapshot = Optional.of(meta);
    }

    /** Begins a life from what is on disk. */
    public void start() {
        visible = disk.copy();
        applied = snapshot.map(SnapshotMeta::index).orElse(0L);
        isUp = true;
        isDirty = false;
        progress = asleep();
        engine = cluster.create(new EngineFactory.Boot(
                id,
                cluster.membership(),
                snapshot,
                disk.hardState(),
                visible,
                new SplittableRandom(cluster.nextSeed()),
                now()));
        poll();
    }

    /** Ends its life; some of the writes in flight may have reached the disk, in order, though nobody was told. */
    public void crash(int writesThatMadeIt) {
        for (int i = 0; i < writesThatMadeIt && !writes.isEmpty(); i++) {
            disk.apply(writes.remove().change());
        }
        writes.clear();
        isUp = false;
    }

    /** Gives it an empty disk. Only while it is down. */
    public void wipe() {
        if (isUp) {
            throw new IllegalStateException(id + " is up");
        }
        cluster.observer().diskLost(id);
        disk.clear();
        snapshot = Optional.empty();
    }

    /** One input; time comes first, as the contract says. */
    public void input(Consumer<Engine<M>> input) {
        engine().tick(now());
        input.accept(engine());
        isDirty = true;
        if (!cluster.isPollDeferred()) {
            poll();
        }
    }

    /** Puts its clock, and no other, forward to when it wants to be woken, and tells it. */
    public void timeOut() {
        ahead += Math.max(0, wakeAt - now());
        tick();
    }

    /** Tells it what time it is. */
    public void tick() {
        input(e -> {});
    }

    /** Proposes these; returns the ids. */
    public List<Long> propose(String... payloads) {
        List<Engine.Proposal> proposals = Stream.of(payloads)
                .map(payload -> new Engine.Proposal(cluster.nextId(), Bytes.ofUtf8(payload)))
                .toList();
        input(e -> e.propose(proposals));
        return proposals.stream().map(Engine.Proposal::id).toList();
    }

    /** Asks for a read; returns its id. */
    public long read() {
        long readId = cluster.nextId();
        input(e -> e.read(readId));
        return readId;
    }

    /** Takes a snapshot of what is applied, unless there is one, and lets the log be compacted up to that index. */
    public void takeSnapshot(long compactTo) {
        if (applied > snapshot.map(SnapshotMeta::index).orElse(0L)) {
            long epoch = visible.epochAt(applied).orElseThrow();
            SnapshotMeta meta = new SnapshotMeta(applied, epoch, progress.membership());
            snapshot = Optional.of(meta);
            input(e -> e.snapshotTaken(meta, compactTo));
        }
    }

    /** The wanted snapshot arrives, if who has it still has it. */
    public void finishFetch() {
        poll();
        if (progress.fetch().isPresent()) {
            Progress.Fetch fetch = progress.fetch().get();
            EngineReplica<M> source = cluster.replica(fetch.from());
            if (source.isUp && source.snapshot.equals(Optional.of(fetch.meta()))) {
                install(fetch.meta());
            }
        }
    }

    /** Installs the snapshot. */
    public void install(SnapshotMeta meta) {
        snapshot = Optional.of(meta);
        applied = Math.max(applied, meta.index());
        input(e -> e.snapshotInstalled(meta));
    }

    /** Polls if there were inputs since the last time. */
    public void pollIfDirty() {
        if (isDirty) {
            poll();
        }
    }

    /** Asks the engine what is due, and does it. */
    public void poll() {
        isDirty = false;
        Ready<M> ready = engine().poll();
        wakeAt = ready.wakeAtNanos();
        visible.apply(ready.persist());
        write(ready);
        progress = ready.progress();
        ready.sendNow().forEach(send -> cluster.send(this, send));
        if (writes.isEmpty()) {
            ready.sendAfterPersist().forEach(send -> cluster.send(this, send));
        }
        granted.addAll(progress.reads());
        readsRefused.addAll(progress.readsRefused());
        refused.addAll(progress.refused());
        if (visible.floor().index() <= applied) {
            applied = Math.max(applied, commit());
        }
        if (isDiskInstant) {
            finishWrites();
        }
    }

    private void write(Ready<M> ready) {
        if (!ready.persist().isEmpty()) {
            writes.add(new Write<>(ready.batch(), ready.persist(), ready.sendAfterPersist()));
        } else if (!writes.isEmpty() && !ready.sendAfterPersist().isEmpty()) {
            Write<M> last = writes.removeLast();
            List<Ready.Send<M>> after = new ArrayList<>(last.after());
            after.addAll(ready.sendAfterPersist());
            writes.add(new Write<>(last.batch(), last.change(), after));
        }
    }

    /** The oldest write in flight reaches the disk. */
    public void finishWrite() {
        if (!writes.isEmpty()) {
            Write<M> write = writes.remove();
            disk.apply(write.change());
            write.after().forEach(send -> cluster.send(this, send));
            input(e -> e.persisted(write.batch()));
        }
    }

    /** Every write in flight reaches the disk. */
    public void finishWrites() {
        while (!writes.isEmpty()) {
            finishWrite();
        }
    }

    private Engine<M> engine() {
        return Objects.requireNonNull(engine, "not started");
    }

    @Override
    public String toString() {
        return id + (isUp ? "" : " (down)") + " " + role() + " epoch " + epoch() + " commit " + commit() + " log "
                + visible + " writes " + writes.size();
    }
}
