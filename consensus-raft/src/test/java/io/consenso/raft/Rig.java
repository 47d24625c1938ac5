/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One engine, n1 of a group, to which inputs are fed by hand. */
final class Rig {
    static final PeerId N1 = PeerId.of("n1");
    static final PeerId N2 = PeerId.of("n2");
    static final PeerId N3 = PeerId.of("n3");
    static final Membership THREE = Membership.of(List.of(N1, N2, N3));
    static final long T = RaftClusters.T;

    final MemoryLog log = new MemoryLog();
    final Membership membership;
    RaftOptions options = RaftClusters.OPTIONS;
    Optional<SnapshotMeta> snapshot = Optional.empty();
    long now = 1;

    private @Nullable Engine<Message> engine;
    private long lastId;

    Rig() {
        this(THREE);
    }

    Rig(Membership membership) {
        this.membership = membership;
    }

    /** What is on disk before the start: an entry for each term given. */
    Rig having(long term, long... entryTerms) {
        List<Entry> entries = new ArrayList<>();
        for (long entryTerm : entryTerms) {
            entries.add(entry(entries.size() + 1, entryTerm));
        }
        log.apply(new Log.Batch(
                Optional.of(new HardState(term, Optional.empty()).encode()),
                OptionalLong.empty(),
                entries,
                Optional.empty()));
        return this;
    }

    Rig start() {
        engine = new Raft.Factory(options)
                .create(new EngineFactory.Boot(
                        N1, membership, snapshot, log.hardState(), log, new SplittableRandom(7), now));
        return this;
    }

    /** Elected with the vote of n2, its own write done, not yet its no-op. */
    Rig lead() {
        start();
        passTime(2 * T);
        receive(N2, new Message.PreVoteReply(term(), true));
        Ready<Message> standing = poll();
        engine().persisted(standing.batch());
        receive(N2, new Message.VoteReply(standing.progress().epoch(), true));
        return this;
    }

    /** A leader whose no-op is on disk and on n2, thus committed; n3 has not answered. */
    Rig leadCommitted() {
        lead();
        Ready<Message> ready = poll();
        engine().persisted(ready.batch());
        receive(N2, new Message.AppendAccepted(term(), log.lastIndex()));
        poll();
        return this;
    }

    /** The same in a group of five. */
    Rig leadCommittedByFive() {
        start();
        passTime(2 * T);
        receive(N2, new Message.PreVoteReply(term(), true)).receive(N3, new Message.PreVoteReply(term(), true));
        pollAndPersist();
        receive(N2, new Message.VoteReply(term(), true)).receive(N3, new Message.VoteReply(term(), true));
        pollAndPersist();
        receive(N2, new Message.AppendAccepted(term(), 1)).receive(N3, new Message.AppendAccepted(term(), 1));
        poll();
        return this;
    }

    long term() {
        return log.hardState().map(HardState::decode).orElse(HardState.INITIAL).term();
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
                .collect(Collectors.toList()));
        return this;
    }

    Ready<Message> poll() {
        Ready<Message> ready = engine().poll();
        log.apply(ready.persist());
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

    static Entry entry(long index, long term) {
        return new Entry(index, term, Entry.Kind.COMMANDS, Bytes.ofUtf8("e" + index + "." + term));
    }

    static Entry noop(long index, long term) {
        return new Entry(index, term, Entry.Kind.NOOP, Bytes.EMPTY);
    }

    static LogPosition at(long index, long term) {
        return new LogPosition(index, term);
    }

    static Ready.Send<Message> to(PeerId peer, Message message) {
        return new Ready.Send<>(peer, message);
    }

    static Log.Batch writes(Entry... entries) {
        return new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(entries), Optional.empty());
    }

    static void assertNothingDue(Ready<Message> ready) {
        assertThat(ready.persist()).isEqualTo(Log.Batch.EMPTY);
        assertThat(ready.sendNow()).isEmpty();
        assertThat(ready.sendAfterPersist()).isEmpty();
    }
}
