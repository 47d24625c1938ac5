/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.MemoryLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One engine, n1 of a group, to which inputs are fed by hand. All its ballots, and those of {@link #ballot}, are of life 0. */
final class Rig {
    static final PeerId N1 = PeerId.of("n1");
    static final PeerId N2 = PeerId.of("n2");
    static final PeerId N3 = PeerId.of("n3");
    static final PeerId N4 = PeerId.of("n4");
    static final PeerId N5 = PeerId.of("n5");
    static final Membership THREE = Membership.of(List.of(N1, N2, N3));
    static final Membership FIVE = Membership.of(List.of(N1, N2, N3, N4, N5));
    static final long T = PaxosClusters.T;

    final MemoryLog log = new MemoryLog();
    final Membership membership;
    /** Slots whose records on disk cannot be read any more. */
    final Set<Long> rotten = new HashSet<>();

    PaxosOptions options = PaxosClusters.OPTIONS;
    Optional<SnapshotMeta> snapshot = Optional.empty();
    long now = 1;

    private @Nullable Engine<Message> engine;
    private long preparedFrom;
    private long lastId;

    Rig() {
        this(THREE);
    }

    Rig(Membership membership) {
        this.membership = membership;
        having(Ballot.ZERO);
    }

    static Rig ofFive() {
        return new Rig(FIVE);
    }

    /** What is on disk before the start. */
    Rig having(long promised, Entry... records) {
        return knowing(promised, 0, records);
    }

    /** The same, of which so much is known to be chosen. */
    Rig knowing(long promised, long watermark, Entry... records) {
        log.apply(new Log.Batch(
                Optional.of(new HardState(promised, watermark, 0).encode()),
                OptionalLong.empty(),
                List.of(records),
                Optional.empty()));
        return this;
    }

    /** Starts it, or starts it again. */
    Rig start() {
        engine = new Paxos.Factory(options)
                .create(new EngineFactory.Boot(
                        self(), membership, snapshot, log.hardState(), new RottenLog(), new SplittableRandom(7), now));
        return this;
    }

    private final class RottenLog implements LogView {
        @Override
        public LogPosition floor() {
            return log.floor();
        }

        @Override
        public long lastIndex() {
            return log.lastIndex();
        }

        @Override
        public OptionalLong epochAt(long index) {
            return log.epochAt(index);
        }

        @Override
        public List<Entry> entries(long from, long toExclusive, long bytesMax) {
            if (from < 1) {
                throw new IllegalArgumentException("no slot " + from);
            }
            List<Entry> there = log.entries(from, toExclusive, bytesMax);
            for (Entry entry : there) {
                if (rotten.contains(entry.index())) {
                    throw new UncheckedIOException(
                            new IOException("the checksum of entry " + entry.index() + " is wrong"));
                }
            }
            return there;
        }
    }

    /** The first by name. */
    PeerId self() {
        return membership.voters().stream().sorted().findFirst().orElseThrow();
    }

    List<PeerId> others() {
        return membership.voters().stream()
                .filter(voter -> !voter.equals(self()))
                .sorted()
                .toList();
    }

    /** Its time is up, all others grant the poll, and its own promise is durable. Returns what asks for those of the others. */
    Ready<Message> prepare() {
        passTime(2 * T);
        Message.Poll poll = sent(poll(), others().get(0), Message.Poll.class).get(0);
        for (PeerId voter : others()) {
            receive(voter, new Message.PollReply(poll.ballot(), poll.attempt(), true, 0));
        }
        Ready<Message> asking = pollAndPersist();
        preparedFrom =
                sent(asking, others().get(0), Message.Prepare.class).get(0).from();
        return asking;
    }

    /** A whole promise for its present ballot. */
    Rig promised(PeerId by, long chosenThere, Entry... records) {
        return receive(
                by,
                new Message.Promise(ballot(), chosenThere, preparedFrom, Long.MAX_VALUE, List.of(records), List.of()));
    }

    /** Elected by promises, from just as many as it takes, that tell of nothing. */
    Rig lead() {
        start().prepare();
        others().subList(0, membership.voters().size() / 2).forEach(voter -> promised(voter, 0));
        return this;
    }

    /** Under which it acts, or the highest that it has promised. */
    long ballot() {
        return hardState().promised();
    }

    HardState hardState() {
        return HardState.decode(log.hardState().orElseThrow());
    }

    Engine<Message> engine() {
        return Objects.requireNonNull(engine, "not started");
    }

    Rig passTime(long nanos) {
        now += nanos;
        engine().tick(now);
        return this;
    }

    Rig receive(PeerId from, Message message) {
        engine().tick(now);
        engine().receive(from, message);
        return this;
    }

    Rig propose(String... payloads) {
        engine().propose(Stream.of(payloads)
                .map(payload -> new Engine.Proposal(++lastId, Bytes.ofUtf8(payload)))
                .toList());
        return this;
    }

    Ready<Message> poll() {
        Ready<Message> ready = engine().poll();
        log.apply(ready.persist());
        ready.persist().entries().forEach(entry -> rotten.remove(entry.index()));
        return ready;
    }

    /** Polls and reports the write as done. */
    Ready<Message> pollAndPersist() {
        Ready<Message> ready = poll();
        if (!ready.persist().isEmpty()) {
            engine().persisted(ready.batch());
        }
        return ready;
    }

    /** How many slots are known to be chosen, after everything due is done. */
    long chosen() {
        pollAndPersist();
        return poll().progress().commitIndex();
    }

    /** A ballot of the member of that number, from 1. */
    static long ballot(long round, int member) {
        return Ballot.of(round, member, 0);
    }

    static Entry entry(long slot, long ballot, String payload) {
        return new Entry(slot, ballot, Entry.Kind.COMMANDS, Bytes.ofUtf8(payload));
    }

    static Entry noop(long slot, long ballot) {
        return new Entry(slot, ballot, Entry.Kind.NOOP, Bytes.EMPTY);
    }

    static Message.Accept accept(long ballot, long watermark, Entry... entries) {
        return new Message.Accept(ballot, watermark, List.of(entries));
    }

    static Message.Accepted accepted(long ballot, long... slots) {
        return new Message.Accepted(
                ballot,
                0,
                LongStream.of(slots)
                        .mapToObj(slot -> new Message.Slots(slot, slot))
                        .toList());
    }

    static Message.LearnReply learnReply(long chosen, Entry... entries) {
        return new Message.LearnReply(chosen, List.of(), List.of(entries));
    }

    static SnapshotMeta meta(long index, long ballot) {
        return new SnapshotMeta(index, ballot, THREE);
    }

    /** What leaves, now or after the write. */
    static List<Ready.Send<Message>> sent(Ready<Message> ready) {
        List<Ready.Send<Message>> all = new ArrayList<>(ready.sendNow());
        all.addAll(ready.sendAfterPersist());
        return all;
    }

    /** What of that kind leaves for that peer. */
    static <K extends Message> List<K> sent(Ready<Message> ready, PeerId to, Class<K> kind) {
        return sent(ready).stream()
                .filter(send -> send.to().equals(to))
                .map(Ready.Send::message)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The entries proposed to that peer. */
    static List<Entry> proposed(Ready<Message> ready, PeerId to) {
        return sent(ready, to, Message.Accept.class).stream()
                .flatMap(accept -> accept.entries().stream())
                .toList();
    }
}
