/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every consensus engine owes, checked at each poll by one who sees all replicas of a group at once and what is on which disk.
 *
 * <ul>
 *   <li><b>agreement</b>: what any replica ever reported committed at an index, kind and payload, is the same on all, for ever, across restarts
 *   <li><b>quorum</b>: when an index is reported committed for the first time, a quorum of the voters' disks holds the entry or a snapshot
 *   <li><b>no hole</b>: what is committed and not compacted is in the log; <b>order</b>: compacted &lt;= snapshot &lt;= committed &lt;= last
 *   <li><b>validity</b>: committed commands were proposed, and more often than they were reported refused
 *   <li><b>one leader</b>: one replica, in one of its lives, leads in an epoch
 *   <li><b>monotony</b>: epoch and commit index never fall in a replica's life; a new life is in no epoch before one that it led; its commit index
 *       may begin at the snapshot, and then moves over the same entries
 *   <li><b>reads</b>: granted once, if asked for, at or above what was committed anywhere when asked
 *   <li><b>membership</b>: the one it began with, or a snapshot's, as long as the log changes none
 *   <li><b>polls</b>: numbers of batches rise by one, and a poll after which nothing was told is followed by one that says nothing
 *   <li><b>rest</b>: an engine with nothing to do does not ask to be woken over and over
 * </ul>
 *
 * A violation is an {@link AssertionError} that names the invariant; see {@link Violations}.
 *
 * @param <M> the engines' messages
 */
public final class EngineInvariants<M> implements EngineObserver<M> {
    private static final int IDLE_POLLS_MAX = 50;

    private final Function<PeerId, ? extends Log> durable;
    private final Violations violations = new Violations();
    private final Map<PeerId, Witness> witnesses = new TreeMap<>();
    private final NavigableMap<Long, Entry> committed = new TreeMap<>();
    private final Map<Long, String> leaders = new HashMap<>();
    private final Tally tally = new Tally();
    private BiPredicate<Membership, Set<PeerId>> quorum = ProtocolInvariants.<M>none()::isQuorum;
    private long startedAt;
    private boolean changesMembership;

    /** With a view of what certainly survives a power failure of each replica, at any moment. */
    public EngineInvariants(Function<PeerId, ? extends Log> durable) {
        this.durable = durable;
    }

    /** What makes an entry chosen, if it is not any majority of the voters; said without help of the code that is under test. */
    public EngineInvariants<M> quorum(BiPredicate<Membership, Set<PeerId>> isQuorum) {
        quorum = isQuorum;
        return this;
    }

    /** What was found. */
    public Violations violations() {
        return violations;
    }

    /** The highest index that any replica ever reported committed. */
    public long committedTo() {
        return Math.max(startedAt, committed.isEmpty() ? 0 : committed.lastKey());
    }

    /** What was committed up to that index, in order, compacted entries included. */
    public List<Entry> committed(long toInclusive) {
        return List.copyOf(committed.headMap(toInclusive, true).values());
    }

    @Override
    public void booted(PeerId self, EngineFactory.Boot boot) {
        Witness before = witnesses.get(self);
        Witness witness = new Witness(self, before, boot);
        witnesses.put(self, witness);
        if (before == null) {
            startedAt = Math.max(startedAt, witness.snapshotIndex);
            // What was on disk before anybody looked was proposed by somebody.
            boot.log()
                    .entries(boot.log().firstIndex(), Long.MAX_VALUE, Long.MAX_VALUE)
                    .forEach(tally::foundOnDisk);
        }
    }

    @Override
    public void ticked(PeerId self, long nowNanos) {
        Witness witness = witness(self);
        witness.now = nowNanos;
        witness.hasInput = true;
    }

    @Override
    public void received(PeerId self, PeerId from, M message) {
        isTold(self);
    }

    @Override
    public void proposed(PeerId self, List<Engine.Proposal> proposals) {
        Witness witness = isTold(self);
        for (Engine.Proposal proposal : proposals) {
            witness.proposals.put(proposal.id(), proposal.payload());
            tally.proposed(proposal.payload());
        }
    }

    @Override
    public void readAsked(PeerId self, long readId) {
        Witness witness = isTold(self);
        witness.reads.put(readId, committedTo());
    }

    @Override
    public void forgotten(PeerId self, PeerId peer) {
        isTold(self);
    }

    @Override
    public void disconnected(PeerId self, PeerId peer) {
        isTold(self);
    }

    @Override
    public void persisted(PeerId self, long batch) {
        isTold(self);
    }

    private Witness isTold(PeerId self) {
        Witness witness = witness(self);
        witness.hasInput = true;
        witness.idlePolls = 0;
        return witness;
    }

    @Override
    public void snapshotTaken(PeerId self, SnapshotMeta meta, long compactTo) {
        hasSnapshot(self, meta);
    }

    @Override
    public void snapshotInstalled(PeerId self, SnapshotMeta meta) {
        hasSnapshot(self, meta);
        witness(self).memberships.add(meta.membership());
    }

    private void hasSnapshot(PeerId self, SnapshotMeta meta) {
        Witness witness = isTold(self);
        witness.snapshotIndex = Math.max(witness.snapshotIndex, meta.index());
        check(
                meta.index() <= committedTo(),
                "agreement",
                () -> witness + " has a snapshot of " + meta.index() + ", committed anywhere is " + committedTo());
    }

    @Override
    public void diskLost(PeerId self) {
        Witness witness = witnesses.get(self);
        if (witness != null) {
            witness.lostTo = Math.max(witness.lostTo, durable.apply(self).lastIndex());
            witness.epochLed = 0;
        }
    }

    @Override
    public void polled(PeerId self, Ready<M> ready, LogView log) {
        Witness witness = witness(self);
        Progress progress = ready.progress();
        changesMembership |=
                ready.persist().entries().stream().anyMatch(entry -> entry.kind() == Entry.Kind.MEMBERSHIP);
        checkPoll(witness, ready);
        checkMonotony(witness, progress);
        checkCommitted(witness, progress, log);
        checkOrder(witness, progress, log);
        checkLeader(witness, progress);
        checkAnswers(witness, progress);
        check(
                changesMembership || witness.memberships.contains(progress.membership()),
                "membership",
                () -> witness + " uses " + progress.membership() + ", known are " + witness.memberships);
        checkRest(witness, ready);
    }

    private void checkPoll(Witness witness, Ready<M> ready) {
        boolean writes = !ready.persist().isEmpty();
        check(
                ready.batch() == witness.batch + (writes ? 1 : 0),
                "polls",
                () -> witness + " numbers its batch " + ready.batch() + " after " + witness.batch);
        check(
                witness.hasInput || isSilent(ready),
                "polls",
                () -> witness + " was told nothing since the last poll, and says " + ready);
        witness.batch = ready.batch();
        witness.hasInput = false;
    }

    private static boolean isSilent(Ready<?> ready) {
        return ready.persist().isEmpty()
                && ready.sendNow().isEmpty()
                && ready.sendAfterPersist().isEmpty()
                && !ready.progress().hasAnswers();
    }

    private void checkMonotony(Witness witness, Progress progress) {
        check(
                progress.epoch() >= Math.max(witness.epoch, witness.epochLed),
                "monotony",
                () -> witness + " falls to epoch " + progress.epoch() + " from " + witness.epoch + ", led in "
                        + witness.epochLed);
        check(
                progress.commitIndex() >= witness.commit,
                "monotony",
                () -> witness + " falls to commit index " + progress.commitIndex() + " from " + witness.commit);
        witness.epoch = progress.epoch();
    }

    private void checkCommitted(Witness witness, Progress progress, LogView log) {
        check(
                log.floor().index() <= committedTo(),
                "agreement",
                () -> witness + " compacted to " + log.floor().index() + ", committed anywhere is " + committedTo());
        long next = Math.max(witness.commit, log.floor().index()) + 1;
        if (next <= progress.commitIndex()) {
            for (Entry entry : log.entries(next, progress.commitIndex() + 1, Long.MAX_VALUE)) {
                checkNoHole(witness, entry.index() == next, next);
                commits(witness, progress.membership(), entry);
                next++;
            }
            checkNoHole(witness, next > progress.commitIndex(), next);
        }
        witness.commit = progress.commitIndex();
    }

    private void checkNoHole(Witness witness, boolean isThere, long index) {
        check(isThere, "no hole", () -> witness + " reports " + index + " committed, its log lacks it");
    }

    private void commits(Witness witness, Membership membership, Entry entry) {
        Entry known = committed.get(entry.index());
        if (known != null) {
            check(
                    isSame(known, entry),
                    "agreement",
                    () -> witness + " reports " + entry + " committed, before it was " + known);
            return;
        }
        if (entry.index() <= startedAt) {
            return;
        }
        Set<PeerId> holders = new TreeSet<>();
        for (PeerId voter : membership.voters()) {
            if (holds(voter, entry)) {
                holders.add(voter);
            }
        }
        check(
                quorum.test(membership, holders),
                "quorum",
                () -> witness + " commits " + entry + " of " + membership + ", on disk it is on " + holders);
        committed.put(entry.index(), entry);
        check(
                tally.committed(entry),
                "validity",
                () -> witness + " commits " + entry + ", which nobody proposed, or which was refused");
    }

    private boolean holds(PeerId voter, Entry entry) {
        Witness witness = witnesses.get(voter);
        long covered = witness == null ? 0 : Math.max(witness.snapshotIndex, witness.lostTo);
        Log disk = durable.apply(voter);
        if (Math.max(covered, disk.floor().index()) >= entry.index()) {
            return true;
        }
        try {
            List<Entry> there = disk.entries(entry.index(), entry.index() + 1, 1);
            return !there.isEmpty() && isSame(there.get(0), entry);
        } catch (UncheckedIOException e) {
            // It rotted after it was written.
            return true;
        }
    }

    private static boolean isSame(Entry one, Entry other) {
        return one.kind() == other.kind() && one.payload().equals(other.payload());
    }

    private void checkOrder(Witness witness, Progress progress, LogView log) {
        long floor = log.floor().index();
        check(
                floor <= witness.snapshotIndex
                        && witness.snapshotIndex <= progress.commitIndex()
                        && progress.commitIndex() <= log.lastIndex(),
                "order",
                () -> witness + ": compacted " + floor + ", snapshot " + witness.snapshotIndex + ", committed "
                        + progress.commitIndex() + ", last " + log.lastIndex());
        progress.fetch()
                .ifPresent(fetch -> check(
                        fetch.meta().index() <= committedTo(),
                        "agreement",
                        () -> witness + " wants " + fetch + ", committed anywhere is " + committedTo()));
    }

    private void checkLeader(Witness witness, Progress progress) {
        if (progress.role() == Role.LEADER) {
            witness.epochLed = progress.epoch();
            String leader = leaders.putIfAbsent(progress.epoch(), witness.name());
            check(
                    leader == null || leader.equals(witness.name()),
                    "one leader",
                    () -> witness.name() + " leads in epoch " + progress.epoch() + ", and so did " + leader);
        }
    }

    private void checkAnswers(Witness witness, Progress progress) {
        for (long id : progress.refused()) {
            var payload = witness.proposals.remove(id);
            check(payload != null, "validity", () -> witness + " refuses " + id + ", which is not open");
            check(
                    payload == null || tally.refused(payload),
                    "validity",
                    () -> witness + " refuses " + id + ", which is committed: " + payload);
        }
        progress.readsRefused().forEach(witness.reads::remove);
        for (Progress.ReadGrant grant : progress.reads()) {
            Long atLeast = witness.reads.remove(grant.readId());
            check(atLeast != null, "reads", () -> witness + " grants " + grant + ", which is not open");
            check(
                    atLeast == null || (atLeast <= grant.atIndex() && grant.atIndex() <= committedTo()),
                    "reads",
                    () -> witness + " grants " + grant + "; committed when asked was " + atLeast + ", now "
                            + committedTo());
        }
    }

    private void checkRest(Witness witness, Ready<M> ready) {
        witness.idlePolls = isSilent(ready) && ready.wakeAtNanos() <= witness.now ? witness.idlePolls + 1 : 0;
        check(
                witness.idlePolls <= IDLE_POLLS_MAX,
                "rest",
                () -> witness + " asks at " + witness.now + " to be woken at " + ready.wakeAtNanos()
                        + " over and over and does nothing");
    }

    private Witness witness(PeerId self) {
        Witness witness = witnesses.get(self);
        if (witness == null) {
            throw new IllegalStateException(self + " was not seen to boot");
        }
        return witness;
    }

    private void check(boolean holds, String invariant, Supplier<String> seen) {
        if (!holds) {
            violations.found(invariant, seen.get() + System.lineSeparator() + describe());
        }
    }

    /** A line for each replica. */
    private String describe() {
        List<String> lines = new ArrayList<>();
        for (Witness witness : witnesses.values()) {
            lines.add("  " + witness + ", on disk to "
                    + durable.apply(witness.self).lastIndex());
        }
        return String.join(System.lineSeparator(), lines);
    }
}
