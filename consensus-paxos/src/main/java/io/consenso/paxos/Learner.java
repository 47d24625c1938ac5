/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Progress.Fetch;
import io.consenso.paxos.Message.LearnReply;
import io.consenso.paxos.Message.LearnRequest;
import io.consenso.paxos.Message.Run;
import io.consenso.paxos.Message.SnapshotOffer;
import io.consenso.spi.Entry;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Knows what is chosen (Paxos Made Simple, 2.3): what a quorum voted for, as the leader counts; a record of the very ballot whose leader says so;
 * what a peer that knows tells, entry by entry or as a snapshot. Asks peers for what it lacks, and tells them.
 */
final class Learner {
    private static final Run NOTHING = new Run(0, 0, Ballot.ZERO);

    private final Node node;
    /** Slots known to be chosen beyond the first that is not. */
    private final TreeSet<Long> ahead = new TreeSet<>();

    private final Map<PeerId, Long> chosenAt = new HashMap<>();
    private long watermarkBallot;
    private long watermark;
    private Optional<PeerId> leader = Optional.empty();
    private Optional<Fetch> fetch = Optional.empty();

    private Optional<PeerId> asked = Optional.empty();
    private long askAt;
    private boolean isUrgent;
    private int turns;
    private long progressAt;

    Learner(Node node) {
        this.node = node;
        askAt = Long.MAX_VALUE;
        progressAt = node.now();
    }

    // What is chosen.

    /** Whether the slot is known to be chosen, and its value is here. */
    boolean knows(long slot) {
        return slot <= node.chosen() || ahead.contains(slot);
    }

    /** The record in that slot is what was chosen there. */
    void chosen(long slot) {
        if (slot > node.chosen()) {
            ahead.add(slot);
            advance();
        }
    }

    /**
     * The leader of the ballot knows that every slot up to there is chosen. That tells about a record here only if it is of the same ballot; one of
     * any other may have lost.
     */
    void watermark(PeerId from, long ballot, long upTo) {
        if (ballot > watermarkBallot) {
            watermarkBallot = ballot;
            watermark = 0;
        }
        watermark = Math.max(watermark, upTo);
        leader = Optional.of(from);
        knownAt(from, upTo);
        advance();
    }

    private void advance() {
        long before = node.chosen();
        long slot = before;
        while (isChosen(slot + 1)) {
            slot++;
            ahead.remove(slot);
        }
        if (slot > before) {
            node.setChosen(slot);
            moved();
        }
    }

    private boolean isChosen(long slot) {
        return (slot <= watermark && node.records().ballotAt(slot) == watermarkBallot) || ahead.contains(slot);
    }

    /** What is still missing is another hole, with a patience of its own. */
    private void moved() {
        progressAt = node.now();
        if (fetch.isPresent() && fetch.get().meta().index() <= node.chosen()) {
            fetch = Optional.empty();
        }
        if (asked.isEmpty()) {
            askAt = Long.MAX_VALUE;
        }
    }

    /** When this replica last came to know something, or heard from who is asked. */
    long progressAt() {
        return progressAt;
    }

    // Asking.

    /** The peer knows the log up to there. */
    void knownAt(PeerId peer, long upTo) {
        chosenAt.merge(peer, upTo, Math::max);
    }

    /** The peer has lost its storage: it knows nothing any more, and has no snapshot to offer. */
    void forgotten(PeerId peer) {
        chosenAt.remove(peer);
        disconnected(peer);
    }

    void disconnected(PeerId peer) {
        if (fetch.isPresent() && fetch.get().from().equals(peer)) {
            fetch = Optional.empty();
        }
        if (asked.equals(Optional.of(peer))) {
            asked = Optional.empty();
            askAt = node.now();
        }
    }

    /** Asks somebody when something is missing for long enough that it must be lost, not late. */
    void beforePoll() {
        if (chosenElsewhere() <= node.chosen()) {
            asked = Optional.empty();
            askAt = Long.MAX_VALUE;
            return;
        }
        if (asked.isEmpty() && askAt == Long.MAX_VALUE) {
            askAt = isOvertaken() || isUrgent ? node.now() : node.now() + node.electionTimeoutNanos() / 32;
        }
        if (askAt <= node.now()) {
            ask();
        }
        isUrgent = false;
    }

    /** Whether what this replica holds in the next slot is of another ballot than the leader's, which no watermark will ever vouch for. */
    private boolean isOvertaken() {
        long ballot = node.records().ballotAt(node.chosen() + 1);
        return ballot != Ballot.ZERO && ballot != watermarkBallot;
    }

    private long chosenElsewhere() {
        long highest = 0;
        for (long there : chosenAt.values()) {
            highest = Math.max(highest, there);
        }
        return highest;
    }

    private void ask() {
        PeerId peer = whomToAsk();
        long first = node.chosen() + 1;
        long last =
                Math.min(chosenAt.getOrDefault(peer, 0L), first + node.options().slotsMax() - 1);
        node.send(peer, new LearnRequest(first, last, runs(first, last)));
        asked = Optional.of(peer);
        askAt = node.now() + node.electionTimeoutNanos() / 2;
    }

    /** Whom a snapshot comes from, as long as it answers; else everybody who knows more, one after the other, the leader last. */
    private PeerId whomToAsk() {
        if (fetch.isPresent() && asked.isEmpty()) {
            return fetch.get().from();
        }
        List<PeerId> knowing = chosenAt.entrySet().stream()
                .filter(peer -> peer.getValue() > node.chosen())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing((PeerId peer) -> leader.equals(Optional.of(peer)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return knowing.get(turns++ % knowing.size());
    }

    private List<Run> runs(long first, long last) {
        List<Run> runs = new ArrayList<>();
        for (long slot = first; slot <= last; slot++) {
            long ballot = node.records().ballotAt(slot);
            int end = runs.size() - 1;
            if (end >= 0 && runs.get(end).ballot() == ballot && runs.get(end).last() == slot - 1) {
                runs.set(end, new Run(runs.get(end).first(), slot, ballot));
            } else if (ballot != Ballot.ZERO) {
                runs.add(new Run(slot, slot, ballot));
            }
        }
        return runs;
    }

    long wakeAtNanos() {
        return askAt;
    }

    void onLearnReply(PeerId from, LearnReply reply) {
        answered(from, reply.chosen());
        for (Run run : reply.same()) {
            for (long slot = Math.max(run.first(), node.chosen() + 1); slot <= run.last(); slot++) {
                if (node.records().ballotAt(slot) == run.ballot()) {
                    ahead.add(slot);
                }
            }
        }
        reply.entries().forEach(this::learn);
        long before = node.chosen();
        advance();
        isUrgent = node.chosen() > before;
    }

    /**
     * Takes a value that was chosen. It becomes a record like a vote, under the ballot under which the peer holds it, but never under a lower one
     * than the record that is here: that is the evidence that a later leader needs, and it has the same value then.
     */
    private void learn(Entry entry) {
        long slot = entry.index();
        if (knows(slot)) {
            return;
        }
        long voted = node.records().votedAt(slot);
        if (voted < entry.epoch() || node.records().isFaulty(slot)) {
            node.records().put(new Entry(slot, Math.max(voted, entry.epoch()), entry.kind(), entry.payload()));
            // Whoever holds a record has promised its ballot.
            node.promise(Math.max(node.promised(), entry.epoch()));
        } else {
            Entry held = node.records().at(slot).orElseThrow();
            InvariantViolation.check(
                    held.kind() == entry.kind() && held.payload().equals(entry.payload()),
                    () -> "in slot " + slot + " another value was chosen than a later ballot, "
                            + Ballot.toString(held.epoch()) + ", proposed");
        }
        ahead.add(slot);
    }

    private void answered(PeerId from, long chosenThere) {
        chosenAt.put(from, chosenThere);
        if (asked.equals(Optional.of(from))) {
            asked = Optional.empty();
            askAt = Long.MAX_VALUE;
            progressAt = node.now();
        }
    }

    // Snapshots.

    /** The snapshot that this replica wants. */
    Optional<Fetch> fetch() {
        return fetch;
    }

    void onSnapshotOffer(PeerId from, SnapshotOffer offer) {
        boolean isAsked = asked.equals(Optional.of(from));
        answered(from, offer.chosen());
        if (offer.meta().index() > node.chosen() && (isAsked || fetch.isEmpty())) {
            fetch = Optional.of(new Fetch(from, offer.meta()));
        }
        // Asks again from time to time whether the peer, and its snapshot, are still there.
        askAt = node.now() + node.electionTimeoutNanos();
    }

    void taken(SnapshotMeta meta, long compactTo) {
        InvariantViolation.check(
                meta.index() <= node.chosen(), "a snapshot ends at " + meta.index() + ", chosen is " + node.chosen());
        node.hasSnapshot(meta);
        long index = Math.min(compactTo, meta.index());
        if (index > node.records().floor().index()) {
            node.records().compactTo(new LogPosition(index, node.records().ballotAt(index)));
        }
    }

    /** Records above the snapshot are votes, and stay. */
    void installed(SnapshotMeta meta) {
        node.hasSnapshot(meta);
        if (meta.index() > node.chosen()) {
            node.records().compactTo(meta.position());
            node.setMembership(meta.membership());
            node.setChosen(meta.index());
            ahead.headSet(meta.index(), true).clear();
            node.promise(Math.max(node.promised(), meta.epoch()));
            moved();
            advance();
        }
        isUrgent = true;
    }

    // Telling.

    void onLearnRequest(PeerId from, LearnRequest request) {
        long floor = node.records().floor().index();
        if (request.first() <= floor) {
            SnapshotMeta meta = node.snapshot()
                    .orElseThrow(() -> new InvariantViolation("the log is compacted, but there is no snapshot"));
            node.send(from, new SnapshotOffer(node.chosen(), meta));
            return;
        }
        long last = Math.min(request.last(), node.chosen());
        last = Math.min(last, request.first() + node.options().slotsMax() - 1);
        List<Run> same = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        Iterator<Run> have = request.have().iterator();
        Run run = NOTHING;
        long budget = node.options().entriesBytesMax();
        long slot = request.first();
        while (slot <= last && budget > 0) {
            while (run.last() < slot && have.hasNext()) {
                run = have.next();
            }
            if (isSame(run, slot)) {
                same(same, slot, run.ballot());
                slot++;
            } else {
                long end = slot;
                while (end < last && end + 1 < run.first()) {
                    end++;
                }
                List<Entry> more = node.records().entries(slot, end, budget);
                entries.addAll(more);
                for (Entry entry : more) {
                    budget -= entry.size();
                }
                if (more.size() <= end - slot) {
                    break;
                }
                slot = end + 1;
            }
        }
        node.send(from, new LearnReply(node.chosen(), same, entries));
    }

    private boolean isSame(Run run, long slot) {
        return run.first() <= slot && slot <= run.last() && node.records().ballotAt(slot) == run.ballot();
    }

    private static void same(List<Run> same, long slot, long ballot) {
        int end = same.size() - 1;
        if (end >= 0 && same.get(end).last() == slot - 1 && same.get(end).ballot() == ballot) {
            same.set(end, new Run(same.get(end).first(), slot, ballot));
        } else {
            same.add(new Run(slot, slot, ballot));
        }
    }
}
