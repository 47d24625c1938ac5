/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.paxos.Message.Slots;
import io.consenso.spi.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The promises given for one ballot, put together from their pieces. A promise counts only when the slots of its pieces join up from the first one
 * asked for to infinity: of an answer that was given twice, the pieces may be cut at different slots, and counting them would lose a vote.
 */
final class Promises {
    private final long ballot;
    private final long first;
    private final Map<PeerId, Pieces> pieces = new HashMap<>();
    private final Map<PeerId, Long> complete = new HashMap<>();
    private final Map<PeerId, Set<Long>> faulty = new HashMap<>();
    private final NavigableMap<Long, Entry> evidence = new TreeMap<>();

    /** What came from one acceptor so far. */
    private static final class Pieces {
        final NavigableMap<Long, Long> ranges = new TreeMap<>();
        final Map<Long, Entry> records = new HashMap<>();
        final Set<Long> faulty = new HashSet<>();
        long chosen;
    }

    Promises(long ballot, long first) {
        this.ballot = ballot;
        this.first = first;
    }

    long ballot() {
        return ballot;
    }

    /** The first slot that the promises tell about. */
    long first() {
        return first;
    }

    /** Who has promised, completely. */
    Set<PeerId> from() {
        return complete.keySet();
    }

    /** Up to there some slots are known to somebody to be chosen: not for this proposer to propose in, but to learn. */
    long chosen() {
        long highest = 0;
        for (long there : complete.values()) {
            highest = Math.max(highest, there);
        }
        return highest;
    }

    /** Of what was ever accepted, as far as the complete promises tell, the highest ballot in each slot. */
    NavigableMap<Long, Entry> evidence() {
        return evidence;
    }

    /** The highest slot with a vote, as far as the complete promises tell. */
    long last() {
        return evidence.isEmpty() ? 0 : evidence.lastKey();
    }

    /**
     * Whose promises tell all about the slot. One whose vote there can no longer be read may have voted for anything (Alagappan et al.: Protocol-Aware
     * Recovery, 2018).
     */
    Set<PeerId> soundAt(long slot) {
        Set<PeerId> sound = new HashSet<>(complete.keySet());
        sound.removeIf(peer -> faulty.getOrDefault(peer, Set.of()).contains(slot));
        return sound;
    }

    /** Takes a piece. Whether it made a promise complete. */
    boolean add(PeerId from, Message.Promise promise) {
        if (promise.ballot() != ballot || complete.containsKey(from)) {
            return false;
        }
        Pieces so = pieces.computeIfAbsent(from, peer -> new Pieces());
        so.ranges.merge(promise.first(), promise.last(), Math::max);
        so.chosen = Math.max(so.chosen, promise.chosen());
        for (Entry record : promise.records()) {
            so.records.merge(record.index(), record, Promises::higher);
        }
        for (Slots slots : promise.faulty()) {
            for (long slot = slots.first(); slot <= slots.last(); slot++) {
                so.faulty.add(slot);
            }
        }
        if (!joinsUp(so.ranges)) {
            return false;
        }
        pieces.remove(from);
        complete(from, so.chosen, so.records.values(), so.faulty);
        return true;
    }

    /** This replica's own promise, or a whole one. */
    void complete(PeerId from, long chosen, Collection<Entry> records, Set<Long> faultySlots) {
        complete.put(from, chosen);
        faulty.put(from, faultySlots);
        for (Entry record : records) {
            evidence.merge(record.index(), record, Promises::higher);
        }
    }

    private static Entry higher(Entry one, Entry other) {
        return one.epoch() >= other.epoch() ? one : other;
    }

    private boolean joinsUp(NavigableMap<Long, Long> ranges) {
        long next = first;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            if (range.getKey() > next) {
                return false;
            }
            if (range.getValue() == Long.MAX_VALUE) {
                return true;
            }
            next = Math.max(next, range.getValue() + 1);
        }
        return false;
    }
}
