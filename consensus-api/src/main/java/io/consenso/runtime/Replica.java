/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.DecidingStateMachine;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.PrimaryStateMachine;
import io.consenso.ReadMode;
import io.consenso.ReplicatedState;
import io.consenso.StateMachine;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Role;
import io.consenso.runtime.proto.SnapshotHeader;
import io.consenso.spi.Host;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.Storage;
import io.consenso.spi.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a replicated group: the door through which an application uses the library.
 *
 * <p>Safe for use by any number of threads. Futures complete on the replica's own lanes, answers on the apply lane, so what depends on them must
 * not block; hand longer work to an executor of your own. Hold no lock while you call: a call may run the replica's short tasks, and its
 * listeners, on your thread.
 *
 * <p>The transport and the storage are the caller's: several replicas may share them, and whoever opened them closes them, after the
 * replicas.
 */
public final class Replica implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private final Parts parts;
    private final EngineFactory<?> engineFactory;
    private final Proposals proposals;
    private final Reads reads;
    private final ApplyLane apply;
    private final LogLane logLane;
    private final SnapshotStore store;
    private final SnapshotWriter snapshotWriter;
    private final SnapshotTransfer snapshotTransfer;
    private final ReplicaLoop<?> loop;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What all rooms of a replica are given. */
    record Parts(
            String group,
            PeerId self,
            Transport transport,
            Storage storage,
            Host host,
            ReplicaOptions options,
            boolean replaceLostStorage,
            List<ReplicaListener> listeners) {
        /** How the replica is called in log lines. */
        String name() {
            return group + "/" + self;
        }

        void tell(Consumer<ReplicaListener> event) {
            for (ReplicaListener listener : listeners) {
                try {
                    event.accept(listener);
                } catch (RuntimeException e) {
                    LOG.warn("{}: a listener threw", name(), e);
                }
            }
        }
    }

    private Replica(Parts parts, Membership voters, EngineFactory<?> engineFactory, Replication replication)
            throws IOException {
        this.parts = parts;
        this.engineFactory = engineFactory;
        LOG.info("{}: {}", parts.name(), engineFactory.describe(voters));
        Host host = parts.host();
        ReplicaOptions options = parts.options();
        Log log = parts.storage().log(parts.group());
        store = parts.storage().snapshots(parts.group());
        StoredState stored = new StoredState(log.hardState(), engineFactory.name());
        LogTail tail = new LogTail(log, options.cacheBytes());
        proposals = new Proposals(options.pendingCommandsMax(), options.pendingBytesMax());
        reads = new Reads(options.pendingCommandsMax());
        OwnSession own =
                new OwnSession(host.random().nextLong(), options.sessionTtl().toMillis());
        apply = new ApplyLane(
                replication,
                options,
                tail,
                proposals,
                own,
                reads,
                new SnapshotTrigger(options, host.nanoTime()),
                host,
                host.lane(parts.name() + "-apply"),
                new FromApply());
        Optional<SnapshotStore.Stored> snapshot = store.latest();
        if (snapshot.isPresent()) {
            apply.restoreNow(store, snapshot.get());
        }
        Host.Lane snapshotLane = host.lane(parts.name() + "-snapshot");
        snapshotWriter = new SnapshotWriter(parts.name(), store, snapshotLane);
        snapshotTransfer = new SnapshotTransfer(
                parts.name(),
                store,
                host,
                snapshotLane,
                host.lane(parts.name() + "-transfer"),
                options.snapshotChunkBytes(),
                this::send,
                this::fetched);
        logLane = LogLane.of(parts.storage(), host);
        EngineFactory.Boot boot = new EngineFactory.Boot(
                parts.self(),
                voters,
                snapshot.map(SnapshotStore.Stored::meta),
                stored.engine(),
                tail,
                host.random(),
                host.nanoTime());
        try {
            loop = newLoop(engineFactory, boot, tail, stored, own, replication);
            parts.transport().subscribe(parts.group(), loop);
        } catch (RuntimeException e) {
            logLane.release();
            throw e;
        }
        loop.wake();
    }

    private <M> ReplicaLoop<M> newLoop(
            EngineFactory<M> factory,
            EngineFactory.Boot boot,
            LogTail tail,
            StoredState stored,
            OwnSession own,
            Replication replication) {
        Engine<M> engine = factory.create(boot);
        Membership membership = boot.snapshot().map(SnapshotMeta::membership).orElse(boot.initial());
        Progress initial = new Progress(
                Role.FOLLOWER,
                0,
                Optional.empty(),
                boot.snapshot().map(SnapshotMeta::index).orElse(0L),
                membership,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        return new ReplicaLoop<>(
                parts,
                engine,
                factory.codec(),
                parts.host().lightLane(parts.name() + "-loop"),
                logLane,
                tail,
                stored,
                apply,
                snapshotTransfer,
                proposals,
                own,
                reads,
                replication,
                initial);
    }

    /** Starts describing a replica. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Has the command applied by every replica of the group, once, and returns the reply of {@link StateMachine#apply}, or what stands in its place
     * in another style. Works on any replica: the command waits until a leader is known and travels there. Commands proposed by one thread are applied in the order in which it
     * proposed them.
     *
     * <p>The future completes when the command has been applied on this replica, or with a {@link ConsensusException} that says whether it
     * may have been applied.
     */
    public CompletableFuture<Bytes> propose(Bytes command) {
        CompletableFuture<Bytes> future = new CompletableFuture<>();
        if (command.length() > parts.options().commandBytesMax()) {
            future.completeExceptionally(new ConsensusException.TooLarge("a command of " + command.length()
                    + " bytes, at most " + parts.options().commandBytesMax() + " are accepted"));
            return future;
        }
        try {
            switch (proposals.add(command, future, deadline())) {
                case NOW -> loop.wake();
                case SOON -> loop.wakeApart();
                case NONE -> {}
            }
        } catch (ConsensusException refused) {
            future.completeExceptionally(refused);
        }
        return future;
    }

    /** {@link #query(Bytes, ReadMode)} in mode {@link ReadMode#LINEARIZABLE}. */
    public CompletableFuture<Bytes> query(Bytes query) {
        return query(query, ReadMode.LINEARIZABLE);
    }

    /**
     * Has the query answered by this replica's {@link ReplicatedState#query}, as fresh as the mode says. A failed query changed nothing and may
     * always be retried.
     */
    public CompletableFuture<Bytes> query(Bytes query, ReadMode mode) {
        CompletableFuture<Bytes> future = new CompletableFuture<>();
        Reads.Read read = new Reads.Read(query, future, deadline());
        try {
            switch (mode) {
                case LINEARIZABLE -> {
                    if (reads.add(read)) {
                        loop.wakeApart();
                    }
                }
                case LOCAL -> {
                    reads.admit();
                    apply.serve(0, List.of(read));
                }
            }
        } catch (ConsensusException refused) {
            future.completeExceptionally(refused);
        }
        return future;
    }

    /** Takes a snapshot now, whatever the triggers say, and completes when it is durable; the log below it may go. */
    public CompletableFuture<SnapshotMeta> checkpoint() {
        CompletableFuture<SnapshotMeta> future = new CompletableFuture<>();
        apply.checkpoint(future);
        return future;
    }

    /** How things stand, cheaply. */
    public Status status() {
        Progress progress = loop.progress();
        return new Status(
                engineFactory.name(),
                progress.role(),
                progress.epoch(),
                progress.leader(),
                progress.commitIndex(),
                apply.applied().index(),
                store.latest().map(s -> s.meta().index()).orElse(0L),
                progress.membership(),
                proposals.count() + reads.count(),
                loop.framesDropped(),
                logLane.latency(),
                apply.latency(),
                loop.fault());
    }

    /**
     * Stops this replica and releases what it holds; returns when nothing of it runs any more. Unanswered commands fail with {@code
     * OutcomeUnknown} if they were sent, with {@code Halted} if not. Idempotent.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        loop.close();
        apply.close();
        snapshotTransfer.close();
        logLane.release();
    }

    static ConsensusException.Halted closedFault() {
        return new ConsensusException.Halted("this replica has stopped");
    }

    private long deadline() {
        return parts.host().nanoTime() + parts.options().requestTimeout().toNanos();
    }

    private void send(PeerId to, Envelope.Kind kind, io.consenso.spi.Frame content) {
        loop.sendToAnybody(to, kind, content);
    }

    private void fetched(SnapshotStore.Stored snapshot) {
        apply.restore(store, snapshot, meta -> {
            loop.snapshotInstalled(meta);
            parts.tell(listener -> listener.onSnapshot(meta, true));
        });
    }

    /** What the apply lane tells the others. */
    private final class FromApply implements ApplyLane.Events {
        @Override
        public void wake() {
            loop.wake();
        }

        @Override
        public void captured(
                LogPosition at,
                SnapshotHeader header,
                ReplicatedState.Snapshot state,
                List<CompletableFuture<SnapshotMeta>> checkpoints) {
            SnapshotMeta meta =
                    new SnapshotMeta(at.index(), at.epoch(), loop.progress().membership());
            snapshotWriter.write(
                    meta,
                    header,
                    state,
                    checkpoints,
                    written -> {
                        loop.snapshotTaken(written);
                        parts.tell(listener -> listener.onSnapshot(written, false));
                    },
                    apply::captureFinished);
        }

        @Override
        public boolean isSnapshotServed() {
            return snapshotTransfer.isServing();
        }

        @Override
        public void fault(Throwable cause) {
            loop.halt(cause);
        }
    }

    /** What a replica is made of. Engine, transport, storage and state machine have no default: losing data must not be one. */
    public static final class Builder {
        private String group = "default";
        private @Nullable PeerId self;
        private Collection<PeerId> voters = List.of();
        private @Nullable EngineFactory<?> engine;
        private @Nullable Transport transport;
        private @Nullable Storage storage;
        private @Nullable ReplicatedState state;
        private ReplicaOptions options = ReplicaOptions.defaults();
        private Host host = Host.system();
        private boolean replaceLostStorage;
        private final List<ReplicaListener> listeners = new ArrayList<>();

        private Builder() {}

        /** The group's name, the same on all its replicas; {@code default} unless told. */
        public Builder group(String name) {
            group = Objects.requireNonNull(name);
            return this;
        }

        /** Which member of the group this replica is. Required. */
        public Builder self(PeerId peer) {
            self = Objects.requireNonNull(peer);
            return this;
        }

        /** The members of the group, the same on all of them and at every start. Required; once there is a snapshot, what it says counts. */
        public Builder voters(Collection<PeerId> peers) {
            voters = List.copyOf(peers);
            return this;
        }

        /** The protocol. Required. */
        public Builder engine(EngineFactory<?> factory) {
            engine = Objects.requireNonNull(factory);
            return this;
        }

        /** How frames travel. Required. */
        public Builder transport(Transport carrier) {
            transport = Objects.requireNonNull(carrier);
            return this;
        }

        /** Where log and snapshots are kept. Required. */
        public Builder storage(Storage store) {
            storage = Objects.requireNonNull(store);
            return this;
        }

        /**
         * What is replicated, and by its type in which style: a {@link StateMachine} (active), a {@link DecidingStateMachine} (semi-active) or a
         * {@link PrimaryStateMachine} (passive), the same style on all members. Required; owned by the replica from now on.
         */
        public Builder stateMachine(ReplicatedState replicated) {
            state = Objects.requireNonNull(replicated);
            return this;
        }

        /** Bounds and triggers. */
        public Builder options(ReplicaOptions bounds) {
            options = Objects.requireNonNull(bounds);
            return this;
        }

        /** Hears what happens; may be called several times. */
        public Builder listener(ReplicaListener listener) {
            listeners.add(Objects.requireNonNull(listener));
            return this;
        }

        /** Where time, randomness and threads come from; {@link Host#system()} unless told. */
        public Builder host(Host source) {
            host = Objects.requireNonNull(source);
            return this;
        }

        /**
         * The operator's word that this replica's storage was lost for good and that it may come back with an empty one. What it had promised
         * the group is forgotten: do this for one replica at a time, while the others hold everything and have applied a write that was given
         * after this replica went down, since its word for an earlier one may still be counted. Say it at every start until all others have heard it; where the storage is the one they know, it changes nothing.
         */
        public Builder replaceLostStorage(boolean lost) {
            replaceLostStorage = lost;
            return this;
        }

        /**
         * Restores the newest snapshot into the state machine and starts the replica.
         *
         * @throws IllegalStateException when something required is missing
         * @throws IllegalArgumentException when this replica is not among the voters, when the engine's options do not suit their number, or
         *     when another engine wrote the log, or another style of replication the snapshot
         * @throws IOException when the storage cannot be read, or what it holds cannot be right
         */
        public Replica start() throws IOException {
            Membership membership = Membership.of(voters);
            PeerId peer = required(self, "self");
            if (!membership.contains(peer)) {
                throw new IllegalArgumentException(peer + " is not among the voters " + membership.voters());
            }
            Parts parts = new Parts(
                    group,
                    peer,
                    required(transport, "transport"),
                    required(storage, "storage"),
                    host,
                    options,
                    replaceLostStorage,
                    List.copyOf(listeners));
            return new Replica(
                    parts, membership, required(engine, "engine"), Replication.of(required(state, "stateMachine")));
        }

        private static <T> T required(@Nullable T part, String name) {
            if (part == null) {
                throw new IllegalStateException("a replica needs ." + name + "(...)");
            }
            return part;
        }
    }
}
