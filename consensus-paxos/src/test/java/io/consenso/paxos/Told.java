/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.engine.MemoryLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A group without engines: invariants are told what replicas do, true or not, and each has a log and, behind it, a disk. */
final class Told {
    static final PeerId N1 = PeerId.of("n1");
    static final PeerId N2 = PeerId.of("n2");
    static final PeerId N3 = PeerId.of("n3");
    static final Membership THREE = Membership.of(List.of(N1, N2, N3));

    final PaxosInvariants invariants = new PaxosInvariants(this::disk);
    private final EngineObserver<Message> observer;
    private final Membership membership;
    private final Map<PeerId, Replica> replicas = new TreeMap<>();

    private static final class Replica {
        final MemoryLog disk = new MemoryLog();
        final Deque<Log.Batch> unfinished = new ArrayDeque<>();
        MemoryLog log = new MemoryLog();
        Optional<SnapshotMeta> snapshot = Optional.empty();
        HardState state = HardState.INITIAL;
        Role role = Role.FOLLOWER;
        long chosen;
        long batch;
    }

    /** Three, and the invariants are told. */
    Told() {
        this(THREE, Optional.empty());
    }

    private Told(Membership membership, Optional<EngineObserver<Message>> instead) {
        this.membership = membership;
        observer = instead.orElse(invariants);
        membership.voters().forEach(peer -> replicas.put(peer, new Replica()));
        membership.voters().forEach(this::boots);
    }

    static Told ofFour() {
        return new Told(Membership.of(List.of(N1, N2, N3, PeerId.of("n4"))), Optional.empty());
    }

    /** Another observer is told instead. */
    static Told to(EngineObserver<Message> observer) {
        return new Told(THREE, Optional.of(observer));
    }

    private Replica replica(PeerId peer) {
        return Objects.requireNonNull(replicas.get(peer));
    }

    MemoryLog disk(PeerId peer) {
        return replica(peer).disk;
    }

    static Entry entry(long slot, long ballot, String payload) {
        return new Entry(slot, ballot, Entry.Kind.COMMANDS, Bytes.ofUtf8(payload));
    }

    static Message.Accept accept(long ballot, long watermark, Entry... entries) {
        return new Message.Accept(ballot, watermark, List.of(entries));
    }

    static Message.Accepted accepted(long ballot, long first, long last) {
        return new Message.Accepted(ballot, 0, List.of(new Message.Slots(first, last)));
    }

    static Message.Promise promise(long ballot, long chosen, long first, long last, Entry... records) {
        return new Message.Promise(ballot, chosen, first, last, List.of(records), List.of());
    }

    static Log.Batch state(HardState state) {
        return new Log.Batch(Optional.of(state.encode()), OptionalLong.empty(), List.of(), Optional.empty());
    }

    static Log.Batch records(Entry... records) {
        return new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(records), Optional.empty());
    }

    static Log.Batch truncation(long from) {
        return new Log.Batch(Optional.empty(), OptionalLong.of(from), List.of(), Optional.empty());
    }

    /** Starts, or starts again, with what is on disk. */
    void boots(PeerId peer) {
        Replica replica = replica(peer);
        replica.unfinished.clear();
        replica.log = replica.disk.copy();
        replica.state = PaxosReplica.decode(replica.disk.hardState());
        replica.role = Role.FOLLOWER;
        replica.chosen = 0;
        replica.batch = 0;
        observer.booted(
                peer,
                new EngineFactory.Boot(
                        peer,
                        membership,
                        replica.snapshot,
                        replica.disk.hardState(),
                        replica.log,
                        new SplittableRandom(1),
                        1));
    }

    void losesDisk(PeerId peer) {
        observer.diskLost(peer);
        replica(peer).disk.clear();
        replica(peer).snapshot = Optional.empty();
    }

    void snapshot(PeerId peer, long index, long ballot) {
        SnapshotMeta meta = new SnapshotMeta(index, ballot, membership);
        replica(peer).snapshot = Optional.of(meta);
        observer.snapshotTaken(peer, meta, index);
    }

    /** What was handed over to be written is on disk, all by one write. */
    void finishes(PeerId peer) {
        Replica replica = replica(peer);
        replica.unfinished.forEach(replica.disk::apply);
        replica.unfinished.clear();
        observer.persisted(peer, replica.batch);
    }

    /** Promises a ballot of its own and asks these for theirs. */
    void prepares(PeerId proposer, long ballot, long from, PeerId... voters) {
        Turn turn = turn(proposer).promises(ballot);
        turn.role = Role.CANDIDATE;
        for (PeerId voter : voters) {
            turn.says(voter, new Message.Prepare(ballot, from));
        }
        turn.done();
    }

    /** Leads by the promises of these, none of whom has voted for anything. */
    void elects(PeerId proposer, long ballot, PeerId... voters) {
        prepares(proposer, ballot, 1, voters);
        for (PeerId voter : voters) {
            turn(voter)
                    .promises(ballot)
                    .says(proposer, promise(ballot, 0, 1, Long.MAX_VALUE))
                    .done();
        }
        turn(proposer).leads().done();
    }

    Turn turn(PeerId peer) {
        return new Turn(peer, replica(peer));
    }

    /** What a replica does in one poll. */
    final class Turn {
        private final PeerId self;
        private final Replica replica;
        private final List<Entry> entries = new ArrayList<>();
        private final List<Ready.Send<Message>> now = new ArrayList<>();
        private final List<Ready.Send<Message>> sends = new ArrayList<>();
        private HardState state;
        private OptionalLong truncateFrom = OptionalLong.empty();
        private Optional<LogPosition> compactTo = Optional.empty();
        private Role role;
        private long shown;
        private long chosen;
        private final List<Progress.ReadGrant> grants = new ArrayList<>();

        private Turn(PeerId self, Replica replica) {
            this.self = self;
            this.replica = replica;
            state = replica.state;
            role = replica.role;
            shown = state.promised();
            chosen = replica.chosen;
        }

        Turn promises(long ballot) {
            state = new HardState(ballot, state.watermark(), state.life());
            return shows(ballot);
        }

        Turn shows(long ballot) {
            shown = ballot;
            return this;
        }

        Turn watermark(long slot) {
            state = new HardState(state.promised(), slot, state.life());
            return this;
        }

        Turn writes(Entry... records) {
            entries.addAll(List.of(records));
            return this;
        }

        Turn truncates(long from) {
            truncateFrom = OptionalLong.of(from);
            return this;
        }

        Turn compacts(long slot, long ballot) {
            compactTo = Optional.of(new LogPosition(slot, ballot));
            return this;
        }

        Turn chosen(long slot) {
            chosen = slot;
            return this;
        }

        Turn leads() {
            role = Role.LEADER;
            return this;
        }

        Turn follows() {
            role = Role.FOLLOWER;
            return this;
        }

        Turn says(PeerId to, Message message) {
            sends.add(new Ready.Send<>(to, message));
            return this;
        }

        /** Says it at once, before anything reaches the disk. */
        Turn saysNow(PeerId to, Message message) {
            now.add(new Ready.Send<>(to, message));
            return this;
        }

        Turn grants(long readId, long index) {
            grants.add(new Progress.ReadGrant(readId, index));
            return this;
        }

        /** Nothing reaches the disk, nothing leaves. */
        void poll() {
            Log.Batch batch = new Log.Batch(
                    state.equals(replica.state) ? Optional.empty() : Optional.of(state.encode()),
                    truncateFrom,
                    entries,
                    compactTo);
            if (!batch.isEmpty()) {
                replica.batch++;
                replica.unfinished.add(batch);
                replica.log.apply(batch);
            }
            replica.state = state;
            replica.role = role;
            replica.chosen = chosen;
            Progress progress = new Progress(
                    role, shown, Optional.empty(), chosen, membership, grants, List.of(), List.of(), Optional.empty());
            observer.polled(self, new Ready<>(replica.batch, batch, now, sends, progress, 100), replica.log);
        }

        /** Then it is on disk, and everything leaves and arrives. */
        void done() {
            poll();
            now.forEach(this::leaves);
            finishes(self);
            sends.forEach(this::leaves);
        }

        private void leaves(Ready.Send<Message> send) {
            observer.leaves(self, send.to(), send.message());
            observer.received(send.to(), self, send.message());
        }
    }
}
