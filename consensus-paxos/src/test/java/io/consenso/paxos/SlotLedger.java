/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.testkit.engine.Violations;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was ever proposed and voted for in each slot, in whatever message or record it was seen, and what is chosen by it: what a quorum of the
 * voters' disks held, all under one ballot, each at some moment. Counts by itself, not by the code that is under test.
 */
final class SlotLedger {
    private final Violations violations;
    private final Map<Long, Slot> slots = new HashMap<>();
    private final Map<PeerId, Long> bits = new HashMap<>();
    private long voters;
    private int quorum = 1;
    private long startedAt;
    private long prunedTo;

    /** Every proposal for a slot by its ballot, and what is chosen, with the lowest ballot at which it is. */
    private static final class Slot {
        final NavigableMap<Long, Proposal> proposals = new TreeMap<>();
        long chosenAt;

        @Nullable
        Entry chosen;
    }

    /** A value under a ballot, and sets of peers, a bit for each. */
    private static final class Proposal {
        final Entry entry;
        long wrote;
        long voted;
        long lost;

        Proposal(Entry entry) {
            this.entry = entry;
        }
    }

    SlotLedger(Violations violations) {
        this.violations = violations;
    }

    /** Who votes, and how many make a value chosen. */
    void counts(Collection<PeerId> members, int needed) {
        voters = 0;
        members.forEach(member -> voters |= bit(member));
        quorum = needed;
    }

    /** Up to there something was chosen before anybody looked. */
    void startsAt(long slot) {
        startedAt = Math.max(startedAt, slot);
    }

    @SuppressWarnings("ReferenceEquality") // mostly it is the very same object, and payloads are long
    static boolean isSame(Entry one, Entry other) {
        return one == other
                || (one.kind() == other.kind()
                        && (one.payload() == other.payload() || one.payload().equals(other.payload())));
    }

    /** The value is seen under its ballot, with this peer. */
    void says(PeerId who, Entry entry) {
        if (entry.index() > prunedTo) {
            proposal(who, entry);
        }
    }

    /** The peer writes it, which is not to say that it is on disk. */
    void writes(PeerId who, Entry entry) {
        if (entry.index() > prunedTo) {
            proposal(who, entry).wrote |= bit(who);
        }
    }

    private Proposal proposal(PeerId who, Entry entry) {
        Slot slot = slots.computeIfAbsent(entry.index(), index -> new Slot());
        Proposal known = slot.proposals.get(entry.epoch());
        if (known != null) {
            check(
                    isSame(known.entry, entry),
                    "one value",
                    () -> who + " has " + show(entry) + ", elsewhere it is " + show(known.entry));
            return known;
        }
        Proposal fresh = new Proposal(entry);
        slot.proposals.put(entry.epoch(), fresh);
        checkAgainstChosen(slot, entry, who.toString());
        return fresh;
    }

    private void checkAgainstChosen(Slot slot, Entry entry, String who) {
        Entry chosen = slot.chosen;
        check(
                chosen == null || entry.epoch() <= slot.chosenAt || isSame(chosen, entry),
                "chosen value",
                () -> who + " has " + show(entry) + ", chosen at a lower ballot is " + chosen);
    }

    boolean hasWritten(PeerId who, long index, long ballot) {
        Proposal proposal = find(index, ballot);
        return proposal != null && (proposal.wrote & bit(who)) != 0;
    }

    /** The peer's disk holds, or held, the value of that ballot. */
    void votes(PeerId who, long index, long ballot) {
        Slot slot = slots.get(index);
        Proposal proposal = slot == null ? null : slot.proposals.get(ballot);
        if (slot == null || proposal == null || (proposal.voted & bit(who)) != 0) {
            return;
        }
        proposal.voted |= bit(who);
        if (isQuorum(proposal.voted)) {
            choose(slot, proposal);
        }
    }

    private boolean isQuorum(long peers) {
        return Long.bitCount(peers & voters) >= quorum;
    }

    private void choose(Slot slot, Proposal proposal) {
        Entry before = slot.chosen;
        check(
                before == null || isSame(before, proposal.entry),
                "one choice",
                () -> show(proposal.entry) + " is chosen, and so is " + before);
        if (before != null && slot.chosenAt <= proposal.entry.epoch()) {
            return;
        }
        slot.chosen = proposal.entry;
        slot.chosenAt = proposal.entry.epoch();
        slot.proposals
                .tailMap(slot.chosenAt, false)
                .values()
                .forEach(above -> checkAgainstChosen(slot, above.entry, "somebody"));
    }

    /** The peer takes the value for chosen. Votes that a lost disk held may have counted before they were lost. */
    void learns(PeerId who, Entry entry, String how) {
        if (entry.index() <= prunedTo) {
            return;
        }
        Slot slot = slots.computeIfAbsent(entry.index(), index -> new Slot());
        if (slot.chosen == null) {
            slot.proposals.values().stream()
                    .filter(proposal -> isSame(proposal.entry, entry) && mayBeChosen(proposal))
                    .findFirst()
                    .ifPresent(proposal -> choose(slot, proposal));
        }
        Entry chosen = slot.chosen;
        check(
                chosen != null && isSame(chosen, entry),
                "learning",
                () -> who + how + show(entry) + ", chosen is " + (chosen == null ? "nothing" : show(chosen)));
    }

    private boolean mayBeChosen(Proposal proposal) {
        return proposal.entry.index() <= startedAt || isQuorum(proposal.voted | proposal.lost);
    }

    /** Whether that value is known to be chosen. */
    boolean isChosen(Entry entry) {
        Slot slot = slots.get(entry.index());
        return entry.index() <= prunedTo || (slot != null && slot.chosen != null && isSame(slot.chosen, entry));
    }

    /** The value proposed in that slot under that ballot, if anybody has seen it. */
    Optional<Entry> proposed(long index, long ballot) {
        return Optional.ofNullable(find(index, ballot)).map(proposal -> proposal.entry);
    }

    private @Nullable Proposal find(long index, long ballot) {
        Slot slot = slots.get(index);
        return slot == null ? null : slot.proposals.get(ballot);
    }

    /** The peer's disk is gone. What nobody has learned yet and hung on its votes is no longer chosen. */
    void loses(PeerId who, long learnedTo) {
        slots.forEach((index, slot) -> {
            for (Proposal proposal : slot.proposals.values()) {
                proposal.lost |= proposal.voted & bit(who);
                proposal.voted &= ~bit(who);
                proposal.wrote &= ~bit(who);
            }
            if (index > learnedTo) {
                slot.chosen = null;
                slot.chosenAt = 0;
                slot.proposals.values().stream()
                        .filter(proposal -> isQuorum(proposal.voted))
                        .forEach(proposal -> choose(slot, proposal));
            }
        });
    }

    /** Nobody holds these slots any more. */
    void prune(long toInclusive) {
        for (; prunedTo < toInclusive; prunedTo++) {
            slots.remove(prunedTo + 1);
        }
    }

    private long bit(PeerId peer) {
        Long bit = bits.get(peer);
        if (bit == null) {
            bit = 1L << bits.size();
            bits.put(peer, bit);
        }
        return bit;
    }

    static String show(Entry entry) {
        return entry.kind() + " " + entry.payload() + " in slot " + entry.index() + " under "
                + Ballot.toString(entry.epoch());
    }

    private void check(boolean holds, String invariant, Supplier<String> seen) {
        if (!holds) {
            violations.found(invariant, seen.get());
        }
    }
}
