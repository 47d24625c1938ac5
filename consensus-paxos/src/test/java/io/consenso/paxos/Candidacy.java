/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.spi.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Phase 1 of one ballot as its owner has seen it: which promises are complete, in which order they became so, and what they tell (2.4).
 *
 * <p>Inputs come in rounds with one poll after each, so where in a round the owner decided cannot be seen: a decision is good if it was good after
 * any of the promises that completed in the round.
 */
final class Candidacy {
    final long ballot;
    private final Map<PeerId, Long> asked = new HashMap<>();
    private final Map<PeerId, Promised> promises = new HashMap<>();
    private final List<Promised> complete = new ArrayList<>();
    private final Map<Long, Entry> everything = new HashMap<>();
    private final NavigableSet<Long> slots = new TreeSet<>();
    private int completeAtLastPoll;
    private long watermark;

    /** What came of one promise so far. */
    private static final class Promised {
        final NavigableMap<Long, Long> ranges = new TreeMap<>();
        final Map<Long, Entry> records = new HashMap<>();
        final List<Message.Slots> faulty = new ArrayList<>();
        long chosen = Long.MAX_VALUE;
        boolean isComplete;
        boolean isForgotten;

        void add(Message.Promise piece) {
            chosen = Math.min(chosen, piece.chosen());
            ranges.merge(piece.first(), piece.last(), Math::max);
            piece.records().forEach(record -> keepHigher(records, record));
            faulty.addAll(piece.faulty());
        }

        boolean joinsUpFrom(long slot) {
            long joined = slot - 1;
            for (Map.Entry<Long, Long> range : ranges.entrySet()) {
                if (range.getKey() > joined + 1) {
                    return false;
                }
                joined = Math.max(joined, range.getValue());
                if (joined == Long.MAX_VALUE) {
                    return true;
                }
            }
            return false;
        }

        boolean isFaulty(long slot) {
            return faulty.stream().anyMatch(range -> range.first() <= slot && slot <= range.last());
        }
    }

    Candidacy(long ballot) {
        this.ballot = ballot;
    }

    private static void keepHigher(Map<Long, Entry> records, Entry record) {
        records.merge(record.index(), record, (one, other) -> one.epoch() >= other.epoch() ? one : other);
    }

    /** The owner asks a peer for its votes from that slot on; when it asks again, the promise is still about what it asked for first. */
    void asks(PeerId peer, long from) {
        asked.putIfAbsent(peer, from);
    }

    /** The owner is about to be given a piece of a promise of a voter. */
    void receives(PeerId from, Message.Promise piece) {
        Long first = asked.get(from);
        if (first == null) {
            return;
        }
        piece.records().forEach(record -> keepHigher(everything, record));
        Promised promised = promises.computeIfAbsent(from, peer -> new Promised());
        if (!promised.isComplete) {
            promised.add(piece);
            promised.isComplete = promised.joinsUpFrom(first);
            if (promised.isComplete) {
                complete.add(promised);
            }
        }
    }

    /** The owner is told that a peer has lost its storage: it may, but need not, remember what that one told. */
    void forgets(PeerId peer) {
        Promised promised = promises.remove(peer);
        if (promised != null) {
            promised.isForgotten = true;
        }
    }

    void polled() {
        completeAtLastPoll = complete.size();
    }

    /** Whether phase 1 is complete for one who knows the log up to there. */
    boolean isWon(int quorum, long chosen) {
        for (int count = completeAtLastPoll; count <= complete.size(); count++) {
            List<Promised> counted = complete.subList(0, count);
            if (1 + count >= quorum && floor(counted) <= chosen) {
                return true;
            }
        }
        return false;
    }

    private static long floor(List<Promised> counted) {
        return counted.stream()
                .filter(promised -> !promised.isForgotten)
                .mapToLong(promised -> promised.chosen)
                .max()
                .orElse(0);
    }

    /** Whether that slot is proposed for the first time under this ballot. */
    boolean isFresh(long slot) {
        return !slots.contains(slot);
    }

    void proposes(long slot) {
        slots.add(slot);
    }

    /** How far the leader has told that the log is chosen; says the slots of its own that are new with it. */
    List<Long> tells(long newWatermark) {
        if (newWatermark <= watermark) {
            return List.of();
        }
        List<Long> told = List.copyOf(slots.subSet(watermark, false, newWatermark, true));
        watermark = newWatermark;
        return told;
    }

    /** Whether this value may be proposed, by an owner that holds that record of the slot itself. */
    boolean allows(Entry entry, @Nullable Entry own, int quorum) {
        for (int count = completeAtLastPoll; count <= complete.size(); count++) {
            if (allows(entry, own, quorum, complete.subList(0, count))) {
                return true;
            }
        }
        return false;
    }

    private boolean allows(Entry entry, @Nullable Entry own, int quorum, List<Promised> counted) {
        long slot = entry.index();
        long readable =
                counted.stream().filter(promised -> !promised.isFaulty(slot)).count();
        if (1 + readable < quorum || floor(counted) >= slot) {
            return false;
        }
        Optional<Entry> evidence = highest(slot, own, counted);
        return evidence.isEmpty()
                || SlotLedger.isSame(evidence.get(), entry)
                || highestOfAll(slot, own)
                        .filter(all -> SlotLedger.isSame(all, entry))
                        .isPresent();
    }

    private static Optional<Entry> highest(long slot, @Nullable Entry own, List<Promised> counted) {
        Entry highest = own;
        for (Promised promised : counted) {
            Entry record = promised.isForgotten ? null : promised.records.get(slot);
            if (record != null && (highest == null || record.epoch() > highest.epoch())) {
                highest = record;
            }
        }
        return Optional.ofNullable(highest);
    }

    private Optional<Entry> highestOfAll(long slot, @Nullable Entry own) {
        Entry told = everything.get(slot);
        return Optional.ofNullable(told == null || (own != null && own.epoch() > told.epoch()) ? own : told);
    }

    /** What the complete promises tell of a slot. */
    String describe(long slot) {
        StringBuilder text = new StringBuilder(complete.size() + " complete promises, chosen to ");
        text.append(floor(complete));
        for (Promised promised : complete) {
            Entry record = promised.records.get(slot);
            text.append(", ").append(record == null ? "no vote" : SlotLedger.show(record));
        }
        return text.toString();
    }
}
