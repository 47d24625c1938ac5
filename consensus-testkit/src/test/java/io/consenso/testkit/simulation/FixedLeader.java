/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Frame;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The simplest engine that is safe: the first voter leads for ever, and what it has lost when it restarts was never sent. No elections, so
 * nothing commits while the leader is down; enough to drive a real replica.
 */
final class FixedLeader implements EngineFactory<FixedLeader.Message> {
    private static final long RESEND_NANOS = Duration.ofMillis(20).toNanos();
    private static final long EPOCH = 1;

    /**
     * The one kind of message.
     *
     * @param entries from the leader
     * @param commit from the leader
     * @param durable from a follower: its log is on disk up to here
     * @param snapshot from the leader: the follower needs this snapshot, 0 if it does not
     * @param read number of a read, 0 if none
     * @param readIndex the leader's answer to it, -1 if this is the question
     */
    record Message(List<Entry> entries, long commit, long durable, long snapshot, long read, long readIndex) {}

    @Override
    public String name() {
        return "fixed-leader";
    }

    @Override
    public Engine<Message> create(Boot boot) {
        return new Core(boot);
    }

    @Override
    public Codec<Message> codec() {
        return new Codec<>() {
            @Override
            public Frame encode(Message message) {
                List<Bytes> parts = new ArrayList<>();
                for (long number :
                        new long[] {message.commit, message.durable, message.snapshot, message.read, message.readIndex
                        }) {
                    parts.add(Bytes.ofLong(number));
                }
                for (Entry entry : message.entries) {
                    parts.add(Bytes.ofLong(entry.index()));
                    parts.add(Bytes.ofLong(entry.payload().length()));
                    parts.add(entry.payload());
                }
                return new Frame(parts);
            }

            @Override
            public Message decode(Bytes frame) {
                ByteBuffer in = frame.asByteBuffer();
                long[] numbers = new long[5];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = in.getLong();
                }
                List<Entry> entries = new ArrayList<>();
                while (in.hasRemaining()) {
                    long index = in.getLong();
                    byte[] payload = new byte[(int) in.getLong()];
                    in.get(payload);
                    entries.add(new Entry(index, EPOCH, Entry.Kind.COMMANDS, Bytes.wrap(payload)));
                }
                return new Message(entries, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
            }
        };
    }

    private static final class Core implements Engine<Message> {
        private final Boot boot;
        private final Membership membership;
        private final PeerId leader;
        private final boolean leads;
        private final long bootLast;
        private final Map<PeerId, Long> durableOf = new HashMap<>();
        private final Map<Long, Long> lastOfBatch = new HashMap<>();
        private final List<Entry> appended = new ArrayList<>();
        private final List<Ready.Send<Message>> sends = new ArrayList<>();
        private final List<Progress.ReadGrant> grants = new ArrayList<>();
        private final List<Long> readsRefused = new ArrayList<>();
        private final List<Long> refused = new ArrayList<>();
        private Optional<LogPosition> compactTo = Optional.empty();
        private Optional<SnapshotMeta> snapshot;
        private Optional<Progress.Fetch> fetch = Optional.empty();
        private long batch;
        private long last;
        private long durable;
        private long commit;
        private long nowNanos;
        private long resendAt;

        Core(Boot boot) {
            this.boot = boot;
            membership = boot.initial();
            leader = membership.voters().first();
            leads = boot.self().equals(leader);
            snapshot = boot.snapshot();
            commit = snapshot.map(SnapshotMeta::index).orElse(0L);
            last = Math.max(boot.log().lastIndex(), commit);
            durable = last;
            bootLast = last;
            nowNanos = boot.nowNanos();
            resendAt = nowNanos;
        }

        @Override
        public void tick(long now) {
            nowNanos = now;
            if (now < resendAt) {
                return;
            }
            resendAt = now + RESEND_NANOS;
            if (leads) {
                membership.voters().stream()
                        .filter(peer -> !peer.equals(leader))
                        .forEach(this::replicate);
            } else {
                send(leader, new Message(List.of(), 0, durable, 0, 0, -1));
            }
        }

        @Override
        public void receive(PeerId from, Message message) {
            if (leads) {
                durableOf.merge(from, message.durable, Math::max);
                advance();
                if (message.read > 0 && commit >= bootLast) {
                    send(from, new Message(List.of(), commit, 0, 0, message.read, commit));
                }
                return;
            }
            if (message.snapshot > last) {
                fetch = Optional.of(new Progress.Fetch(from, new SnapshotMeta(message.snapshot, EPOCH, membership)));
            }
            for (Entry entry : message.entries) {
                if (entry.index() == last + 1 && fetch.isEmpty()) {
                    append(entry);
                }
            }
            commit = Math.max(commit, Math.min(message.commit, last));
            if (message.readIndex >= 0 && message.read > 0) {
                grants.add(new Progress.ReadGrant(message.read, message.readIndex));
            }
        }

        @Override
        public void propose(List<Proposal> proposals) {
            for (Proposal proposal : proposals) {
                if (leads) {
                    append(new Entry(last + 1, EPOCH, Entry.Kind.COMMANDS, proposal.payload()));
                } else {
                    refused.add(proposal.id());
                }
            }
        }

        @Override
        public void read(long readId) {
            if (!leads) {
                send(leader, new Message(List.of(), 0, durable, 0, readId, -1));
            } else if (commit >= bootLast) {
                grants.add(new Progress.ReadGrant(readId, commit));
            } else {
                readsRefused.add(readId);
            }
        }

        @Override
        public void forgotten(PeerId peer) {
            durableOf.remove(peer);
        }

        @Override
        public void disconnected(PeerId peer) {}

        @Override
        public void persisted(long number) {
            durable = Math.max(durable, lastOfBatch.getOrDefault(number, 0L));
            lastOfBatch.keySet().removeIf(older -> older <= number);
            if (leads) {
                advance();
                resendAt = nowNanos;
                tick(nowNanos);
            } else {
                send(leader, new Message(List.of(), 0, durable, 0, 0, -1));
            }
        }

        @Override
        public void snapshotTaken(SnapshotMeta meta, long upTo) {
            snapshot = Optional.of(meta);
            long floor = boot.log().floor().index();
            if (upTo > floor) {
                compactTo = Optional.of(new LogPosition(upTo, EPOCH));
            }
        }

        @Override
        public void snapshotInstalled(SnapshotMeta meta) {
            snapshot = Optional.of(meta);
            fetch = Optional.empty();
            last = Math.max(last, meta.index());
            durable = Math.max(durable, meta.index());
            commit = Math.max(commit, meta.index());
            compactTo = Optional.of(meta.position());
        }

        @Override
        public Ready<Message> poll() {
            Log.Batch persist = new Log.Batch(Optional.empty(), OptionalLong.empty(), List.copyOf(appended), compactTo);
            if (!persist.isEmpty()) {
                lastOfBatch.put(++batch, last);
            }
            Progress progress = new Progress(
                    leads ? Role.LEADER : Role.FOLLOWER,
                    EPOCH,
                    Optional.of(leader),
                    commit,
                    membership,
                    grants,
                    readsRefused,
                    refused,
                    fetch);
            Ready<Message> ready = new Ready<>(batch, persist, sends, List.of(), progress, resendAt);
            appended.clear();
            compactTo = Optional.empty();
            sends.clear();
            grants.clear();
            readsRefused.clear();
            refused.clear();
            return ready;
        }

        private void append(Entry entry) {
            appended.add(entry);
            last = entry.index();
        }

        private void replicate(PeerId peer) {
            long known = durableOf.getOrDefault(peer, -1L);
            if (known < 0) {
                send(peer, new Message(List.of(), commit, 0, 0, 0, -1));
            } else if (known < boot.log().floor().index()) {
                send(
                        peer,
                        new Message(List.of(), commit, 0, snapshot.orElseThrow().index(), 0, -1));
            } else {
                // Only what is durable here leaves: this leader never takes back what another has.
                List<Entry> entries = boot.log().entries(known + 1, durable + 1, 1 << 20);
                send(peer, new Message(entries, commit, 0, 0, 0, -1));
            }
        }

        private void advance() {
            List<Long> acknowledged = new ArrayList<>();
            for (PeerId peer : membership.voters()) {
                acknowledged.add(peer.equals(leader) ? (Long) durable : durableOf.getOrDefault(peer, 0L));
            }
            acknowledged.sort(null);
            commit = Math.max(commit, acknowledged.get(acknowledged.size() - membership.majority()));
        }

        private void send(PeerId to, Message message) {
            sends.add(new Ready.Send<>(to, message));
        }
    }
}
