/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One engine with a disk that finishes writes when told, and a state machine that remembers which entries it applied. */
final class SimReplica {
    final PeerId id;
    final MemoryLog disk = new MemoryLog();
    final List<ReadCheck> granted = new ArrayList<>();
    final List<Long> readsRefused = new ArrayList<>();
    final List<Long> refused = new ArrayList<>();
    final ArrayDeque<Write> writes = new ArrayDeque<>();
    Optional<SnapshotMeta> snapshot = Optional.empty();
    MemoryLog visible = disk;
    Progress progress = NONE;
    long applied;
    long wakeAt;
    boolean isUp;

    private static final Progress NONE = new Progress(
            Role.FOLLOWER,
            0,
            Optional.empty(),
            0,
            Membership.of(List.of(PeerId.of("nobody"))),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());

    private final SimCluster cluster;
    private final Map<Long, Long> readsAsked = new HashMap<>();
    private @Nullable Engine<Message> engine;
    private boolean isDirty;

    record Write(long batch, Log.Batch change, List<Ready.Send<Message>> after) {}

    /** A granted read, and what was committed anywhere when it was asked for. */
    record ReadCheck(long readId, long atIndex) {}

    SimReplica(PeerId id, SimCluster cluster) {
        this.id = id;
        this.cluster = cluster;
    }

    private Engine<Message> engine() {
        return Objects.requireNonNull(engine, "not started");
    }

    Role role() {
        return progress.role();
    }

    boolean isLeader() {
        return isUp && role() == Role.LEADER;
    }

    long term() {
        return progress.epoch();
    }

    long commit() {
        return progress.commitIndex();
    }

    void start() {
        visible = disk.copy();
        applied = snapshot.map(SnapshotMeta::index).orElse(0L);
        isUp = true;
        isDirty = false;
        progress = NONE;
        engine = new Raft.Factory(cluster.options)
                .create(new EngineFactory.Boot(
                        id,
                        cluster.membership,
                        snapshot,
                        disk.hardState(),
                        visible,
                        new SplittableRandom(cluster.random.nextLong()),
                        cluster.now));
        poll();
    }

    /** Some of the writes in flight may have reached the disk, in order, though nobody was told. */
    void crash(int writesThatMadeIt) {
        for (int i = 0; i < writesThatMadeIt && !writes.isEmpty(); i++) {
            disk.apply(writes.remove().change());
        }
        writes.clear();
        readsAsked.clear();
        isUp = false;
    }

    /** One input; time comes first, as the contract says. */
    void input(Consumer<Engine<Message>> input) {
        engine().tick(cluster.now);
        input.accept(engine());
        isDirty = true;
        if (!cluster.isPollDeferred()) {
            poll();
        }
    }

    void tick() {
        input(e -> {});
    }

    void propose(String... payloads) {
        List<Engine.Proposal> proposals = new ArrayList<>();
        for (String payload : payloads) {
            proposals.add(cluster.proposal(payload));
        }
        input(e -> e.propose(proposals));
    }

    long read() {
        long readId = cluster.nextId();
        readsAsked.put(readId, cluster.checks.committedTo());
        input(e -> e.read(readId));
        return readId;
    }

    void snapshot(long compactTo) {
        if (applied > snapshot.map(SnapshotMeta::index).orElse(0L)) {
            long term = visible.epochAt(applied).orElseThrow();
            SnapshotMeta meta = new SnapshotMeta(applied, term, cluster.membership);
            snapshot = Optional.of(meta);
            input(e -> e.snapshotTaken(meta, compactTo));
        }
    }

    /** The wanted snapshot arrives, if who has it still has it. */
    void finishFetch() {
        poll();
        if (progress.fetch().isEmpty()) {
            return;
        }
        Progress.Fetch fetch = progress.fetch().get();
        SimReplica source = cluster.replica(fetch.from());
        if (source.isUp && source.snapshot.equals(Optional.of(fetch.meta()))) {
            install(fetch.meta());
        }
    }

    void install(SnapshotMeta meta) {
        snapshot = Optional.of(meta);
        applied = Math.max(applied, meta.index());
        input(e -> e.snapshotInstalled(meta));
    }

    void pollIfDirty() {
        if (isDirty) {
            poll();
        }
    }

    void poll() {
        isDirty = false;
        Ready<Message> ready = engine().poll();
        wakeAt = ready.wakeAtNanos();
        visible.apply(ready.persist());
        if (!ready.persist().isEmpty()) {
            writes.add(new Write(ready.batch(), ready.persist(), ready.sendAfterPersist()));
        } else if (!writes.isEmpty() && !ready.sendAfterPersist().isEmpty()) {
            Write last = writes.removeLast();
            List<Ready.Send<Message>> after = new ArrayList<>(last.after());
            after.addAll(ready.sendAfterPersist());
            writes.add(new Write(last.batch(), last.change(), after));
        }
        cluster.checks.entriesWritten(this, ready.persist());
        cluster.checks.progressed(this, progress, ready.progress());
        progress = ready.progress();
        ready.sendNow().forEach(send -> cluster.send(this, send));
        if (writes.isEmpty()) {
            ready.sendAfterPersist().forEach(send -> cluster.send(this, send));
        }
        collectAnswers();
        apply();
        if (cluster.isDiskInstant) {
            finishWrites();
        }
    }

    private void collectAnswers() {
        progress.reads().forEach(grant -> {
            cluster.checks.readGranted(this, grant, readsAsked.get(grant.readId()));
            granted.add(new ReadCheck(grant.readId(), grant.atIndex()));
        });
        readsRefused.addAll(progress.readsRefused());
        refused.addAll(progress.refused());
        cluster.checks.refused(progress.refused());
    }

    private void apply() {
        while (applied < progress.commitIndex() && visible.floor().index() <= applied) {
            Entry entry = visible.entries(applied + 1, applied + 2, 1).get(0);
            cluster.checks.applied(this, entry);
            applied++;
        }
    }

    void finishWrite() {
        if (!writes.isEmpty()) {
            Write write = writes.remove();
            disk.apply(write.change());
            write.after().forEach(send -> cluster.send(this, send));
            input(e -> e.persisted(write.batch()));
        }
    }

    void finishWrites() {
        while (!writes.isEmpty()) {
            finishWrite();
        }
    }

    /** Whether the disk holds the entry, or a snapshot in its place. */
    boolean hasDurably(long index, long term) {
        return disk.has(index, term) || snapshot.map(SnapshotMeta::index).orElse(0L) >= index;
    }

    List<String> appliedPayloads() {
        return cluster.checks.payloadsUpTo(applied);
    }

    List<Entry> log() {
        return visible.all();
    }

    @Override
    public String toString() {
        return id + (isUp ? "" : " (down)") + " " + role() + " term " + term() + " commit " + commit() + " log "
                + visible + " writes " + writes.size();
    }
}
