/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.engine.Violations;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The properties of figure 3.2 and the order of durability, checked as things happen, by one who sees all replicas at once.
 *
 * <ul>
 *   <li><b>one vote</b>: a server votes for one candidate in a term, across restarts (3.4)
 *   <li><b>term</b>: no server shows a term below one that it has shown, across restarts
 *   <li><b>leader append-only</b>: a leader never overwrites or deletes entries (3.5)
 *   <li><b>log matching</b>: index and term name one entry with one predecessor, in every log, committed or not (3.5)
 *   <li><b>leader completeness</b>: a new leader has every entry that was committed in an earlier term (3.6.3); whose votes come late may still
 *       lead in a term that a later one has overtaken
 *   <li><b>state machine safety</b>: the term of what is committed at an index never differs, and a majority of disks holds it in that term
 *   <li><b>counting</b>: a leader moves the commit index only to an entry of its own term (3.6.2)
 *   <li><b>durability</b>: what a message promises, vote, term, entries or snapshot, is on disk when it leaves
 * </ul>
 *
 * What holds for any engine is checked by {@link io.consenso.testkit.engine.EngineInvariants}.
 */
final class RaftInvariants implements EngineObserver<Message> {
    private final Function<PeerId, ? extends Log> durable;
    private final Violations violations = new Violations();
    private final Map<PeerId, Server> servers = new TreeMap<>();
    private final Map<String, PeerId> votes = new HashMap<>();
    private final Map<String, String> entries = new HashMap<>();
    private final Map<Long, NavigableMap<Long, Long>> elections = new HashMap<>();
    private final NavigableMap<Long, Long> committed = new TreeMap<>();
    private final Map<Long, Long> committedIn = new HashMap<>();
    private long startedAt;

    /** What was seen of a server. */
    private static final class Server {
        long termShown;
        long snapshotIndex;
        long lostTo;
        Optional<Progress> before = Optional.empty();

        boolean ledIn(long term) {
            return before.filter(progress -> progress.role() == Role.LEADER && progress.epoch() == term)
                    .isPresent();
        }
    }

    /** With a view of what certainly survives a power failure of each replica, the engine's own hard state included. */
    RaftInvariants(Function<PeerId, ? extends Log> durable) {
        this.durable = durable;
    }

    Violations violations() {
        return violations;
    }

    @Override
    public void booted(PeerId self, EngineFactory.Boot boot) {
        long snapshot = boot.snapshot().map(SnapshotMeta::index).orElse(0L);
        if (!servers.containsKey(self)) {
            startedAt = Math.max(startedAt, snapshot);
        }
        Server server = server(self);
        server.before = Optional.empty();
        server.snapshotIndex = snapshot;
    }

    @Override
    public void snapshotTaken(PeerId self, SnapshotMeta meta, long compactTo) {
        hasSnapshot(self, meta);
    }

    @Override
    public void snapshotInstalled(PeerId self, SnapshotMeta meta) {
        hasSnapshot(self, meta);
    }

    private void hasSnapshot(PeerId self, SnapshotMeta meta) {
        Server server = server(self);
        server.snapshotIndex = Math.max(server.snapshotIndex, meta.index());
        Long term = committed.get(meta.index());
        check(
                term == null || term == meta.epoch(),
                "state machine safety",
                () -> self + " has a snapshot of " + meta.position() + ", committed there is term " + term);
    }

    /** What it promised is forgotten with it; it may vote again once the others have agreed to take it back. */
    @Override
    public void diskLost(PeerId self) {
        Server server = server(self);
        server.termShown = 0;
        server.lostTo = Math.max(server.lostTo, durable.apply(self).lastIndex());
        votes.keySet().removeIf(key -> key.startsWith(self + " "));
    }

    @Override
    public void polled(PeerId self, Ready<Message> ready, LogView log) {
        Server server = server(self);
        Progress progress = ready.progress();
        ready.persist().entries().forEach(entry -> checkMatching(self, entry, log));
        if (progress.role() == Role.LEADER) {
            if (server.ledIn(progress.epoch())) {
                checkLeading(self, server, ready, log);
            } else {
                checkElected(self, progress, log);
            }
        }
        long known = server.before.map(Progress::commitIndex).orElse(0L);
        for (long index = Math.max(known, log.floor().index()) + 1; index <= progress.commitIndex(); index++) {
            commits(self, progress, index, log);
        }
        server.before = Optional.of(progress);
    }

    private void checkMatching(PeerId self, Entry entry, LogView log) {
        OptionalLong before = log.epochAt(entry.index() - 1);
        if (before.isPresent()) {
            String seen = entry.kind() + " " + entry.payload() + " after term " + before.getAsLong();
            String other = entries.putIfAbsent(entry.index() + "." + entry.epoch(), seen);
            check(
                    other == null || other.equals(seen),
                    "log matching",
                    () -> "at " + entry.index() + "." + entry.epoch() + " " + self + " has " + seen
                            + ", elsewhere it is " + other);
        }
    }

    private void checkLeading(PeerId self, Server server, Ready<Message> ready, LogView log) {
        long term = ready.progress().epoch();
        check(
                ready.persist().truncateFrom().isEmpty()
                        && ready.persist().entries().stream().allMatch(entry -> entry.epoch() == term),
                "leader append-only",
                () -> self + " leads in term " + term + " and writes " + ready.persist());
        long commit = ready.progress().commitIndex();
        boolean moved = commit > server.before.map(Progress::commitIndex).orElse(0L);
        check(
                !moved || log.epochAt(commit).equals(OptionalLong.of(term)),
                "counting",
                () -> self + " leads in term " + term + " and moves the commit index to " + commit + " of term "
                        + log.epochAt(commit));
    }

    private void checkElected(PeerId self, Progress progress, LogView log) {
        long term = progress.epoch();
        check(
                hardState(self).equals(new HardState(term, Optional.of(self))),
                "durability",
                () -> self + " leads in term " + term + ", on its disk is " + hardState(self));
        committed
                .tailMap(log.floor().index(), false)
                .forEach((index, epoch) -> check(
                        committedIn.getOrDefault(index, 0L) >= term
                                || log.epochAt(index).equals(OptionalLong.of(epoch)),
                        "leader completeness",
                        () -> self + " leads in term " + term + " without the committed " + index + "." + epoch
                                + ", it has " + log.epochAt(index)));
        if (committedIn.getOrDefault(committedTo(), 0L) > term) {
            // Overtaken: what it holds below cannot be told from what was committed since.
            return;
        }
        NavigableMap<Long, Long> suffix = new TreeMap<>();
        for (long index = Math.max(committedTo(), log.floor().index()) + 1; index <= log.lastIndex(); index++) {
            suffix.put(index, log.epochAt(index).orElseThrow());
        }
        elections.put(term, suffix);
    }

    private void commits(PeerId self, Progress progress, long index, LogView log) {
        long term = log.epochAt(index).orElse(-1);
        Long known = committed.get(index);
        if (known == null && index > startedAt) {
            long holders = progress.membership().voters().stream()
                    .filter(voter -> holds(voter, index, term))
                    .count();
            check(
                    holders >= progress.membership().majority(),
                    "state machine safety",
                    () -> self + " commits " + index + "." + term + ", which is on " + holders + " disks");
            committed.put(index, term);
            committedIn.put(index, progress.epoch());
        }
        check(
                known == null || known == term,
                "state machine safety",
                () -> self + " commits " + index + "." + term + ", before it was of term " + known);
    }

    private boolean holds(PeerId voter, long index, long term) {
        Log disk = durable.apply(voter);
        Server server = server(voter);
        return Math.max(
                                server.lostTo,
                                Math.max(server.snapshotIndex, disk.floor().index()))
                        >= index
                || disk.epochAt(index).equals(OptionalLong.of(term));
    }

    @Override
    public void leaves(PeerId from, PeerId to, Message message) {
        Server server = server(from);
        HardState disk = hardState(from);
        check(
                disk.term() >= message.term(),
                "durability",
                () -> message + " leaves " + from + ", on its disk is " + disk);
        check(
                message.term() >= server.termShown,
                "term",
                () -> message + " leaves " + from + ", which was in term " + server.termShown);
        server.termShown = Math.max(server.termShown, message.term());
        if (message instanceof Message.RequestVote) {
            votes(from, from, message, disk);
        } else if (message instanceof Message.VoteReply reply && reply.granted()) {
            votes(from, to, message, disk);
        } else if (message instanceof Message.AppendAccepted accepted) {
            checkAccepted(from, to, accepted);
        } else if (message instanceof Message.SnapshotInstalled installed) {
            checkDurable(from, installed.index(), message);
        }
    }

    private void votes(PeerId voter, PeerId candidate, Message message, HardState disk) {
        check(
                disk.term() > message.term() || disk.vote().equals(Optional.of(candidate)),
                "durability",
                () -> message + " leaves " + voter + ", on its disk is " + disk);
        PeerId other = votes.putIfAbsent(voter + " in term " + message.term(), candidate);
        check(
                other == null || other.equals(candidate),
                "one vote",
                () -> voter + " votes for " + candidate + " in term " + message.term() + " after " + other);
    }

    private void checkAccepted(PeerId from, PeerId leader, Message.AppendAccepted accepted) {
        if (hardState(from).term() > accepted.term()) {
            // One write may have brought both the entry and what a later leader put in its place.
            return;
        }
        checkDurable(from, accepted.match(), accepted);
        OptionalLong there = durable.apply(from).epochAt(accepted.match());
        OptionalLong promised = termInLogOfLeader(accepted.term(), accepted.match());
        check(
                there.isEmpty() || promised.isEmpty() || there.equals(promised),
                "durability",
                () -> accepted + " leaves " + from + ", on its disk is term " + there + " there, in the log of "
                        + leader + " " + promised);
    }

    /** What the leader of that term has at that index, if that can be told. */
    private OptionalLong termInLogOfLeader(long term, long index) {
        NavigableMap<Long, Long> elected = elections.get(term);
        if (elected == null || elected.isEmpty()) {
            return OptionalLong.empty();
        }
        if (index > elected.lastKey()) {
            return OptionalLong.of(term);
        }
        Long epoch = index < elected.firstKey() ? committed.get(index) : elected.get(index);
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    private void checkDurable(PeerId from, long index, Message message) {
        long snapshot = server(from).snapshotIndex;
        check(
                Math.max(durable.apply(from).lastIndex(), snapshot) >= index,
                "durability",
                () -> message + " leaves " + from + ", on its disk are entries to "
                        + durable.apply(from).lastIndex() + " and a snapshot to " + snapshot);
    }

    private HardState hardState(PeerId self) {
        return durable.apply(self).hardState().map(HardState::decode).orElse(HardState.INITIAL);
    }

    private long committedTo() {
        return Math.max(startedAt, committed.isEmpty() ? 0 : committed.lastKey());
    }

    private Server server(PeerId self) {
        return servers.computeIfAbsent(self, peer -> new Server());
    }

    private void check(boolean holds, String invariant, Supplier<String> seen) {
        if (!holds) {
            violations.found(invariant, seen.get());
        }
    }
}
