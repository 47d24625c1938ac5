/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.engine.InvariantViolation;
import io.consenso.paxos.Message.Slots;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.LogView;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An acceptor's records, at most one for each slot above the floor, with holes: what is stored, and on top of it what changed since the last poll
 * and the {@link LogView} does not show yet.
 *
 * <p>A record's ballot never falls, and only compaction below a durable snapshot deletes one: records are votes.
 */
final class Records {
    private static final long INSPECTED_BYTES = 1 << 20;
    private static final long INSPECTED_SLOTS = 1024;

    private final LogView stored;
    /** Slots whose stored record can no longer be read: votes that are lost, unless a fresh one has taken their place. */
    private final TreeSet<Long> unreadable = new TreeSet<>();

    private TreeMap<Long, Entry> fresh = new TreeMap<>();
    private LogPosition floor;
    private long last;
    private Optional<LogPosition> compactTo = Optional.empty();

    /** With what is stored, of which every record after that slot is read once to see that it can be. */
    Records(LogView stored, long readable) {
        this.stored = stored;
        floor = stored.floor();
        last = stored.lastIndex();
        InvariantViolation.check(last >= floor.index(), "the log ends before it starts");
        inspect(Math.max(readable, floor.index()) + 1);
    }

    private void inspect(long from) {
        long slot = from;
        while (slot <= last) {
            try {
                List<Entry> there = stored.entries(slot, last + 1, INSPECTED_BYTES);
                slot = there.isEmpty() ? last + 1 : there.get(there.size() - 1).index() + 1;
            } catch (UncheckedIOException e) {
                long end = Math.min(last, slot + INSPECTED_SLOTS - 1);
                for (; slot <= end; slot++) {
                    inspectOne(slot);
                }
            }
        }
    }

    private void inspectOne(long slot) {
        try {
            stored.entries(slot, slot + 1, 1);
        } catch (UncheckedIOException e) {
            unreadable.add(slot);
        }
    }

    /** Up to here (inclusive) there is only a snapshot. */
    LogPosition floor() {
        return floor;
    }

    /** The highest slot with a record, or the floor. */
    long last() {
        return last;
    }

    /** Slots from one to another (both inclusive) in which there was a vote that can no longer be read. */
    List<Slots> faulty(long from, long to) {
        return unreadable.subSet(from, true, to, true).stream()
                .filter(this::isFaulty)
                .map(slot -> new Slots(slot, slot))
                .toList();
    }

    /** Whether the vote in that slot can no longer be read. */
    boolean isFaulty(long slot) {
        return unreadable.contains(slot) && !fresh.containsKey(slot);
    }

    /** The ballot of the record in that slot, or of the floor; {@link Ballot#ZERO} if there is none that can be read. */
    long ballotAt(long slot) {
        return isFaulty(slot) ? Ballot.ZERO : votedAt(slot);
    }

    /** As {@link #ballotAt}, of what can no longer be read, too. */
    long votedAt(long slot) {
        if (slot == floor.index()) {
            return floor.epoch();
        }
        if (slot < floor.index() || slot > last) {
            return Ballot.ZERO;
        }
        Entry entry = fresh.get(slot);
        return entry != null ? entry.epoch() : stored.epochAt(slot).orElse(Ballot.ZERO);
    }

    Optional<Entry> at(long slot) {
        return entries(slot, slot, 1).stream().findFirst();
    }

    /** Records in slots from one to another (both inclusive), holes skipped, as many as the budget allows and at least one if there is any. */
    List<Entry> entries(long from, long to, long bytesMax) {
        long first = Math.max(from, floor.index() + 1);
        if (to < first) {
            return List.of();
        }
        long end = to == Long.MAX_VALUE ? to : to + 1;
        List<Entry> there = first > stored.lastIndex() ? List.of() : stored(first, end, bytesMax);
        if (fresh.isEmpty()) {
            return there;
        }
        TreeMap<Long, Entry> merged = new TreeMap<>();
        there.forEach(entry -> merged.put(entry.index(), entry));
        merged.putAll(fresh.subMap(first, true, to, true));
        // Behind the last one that the budget let through there may be more in store.
        boolean mayHaveMore = !there.isEmpty();
        List<Entry> taken = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : merged.values()) {
            bytes += entry.size();
            boolean isBehindStore =
                    mayHaveMore && entry.index() > there.get(there.size() - 1).index();
            if (!taken.isEmpty() && (bytes > bytesMax || (isBehindStore && hasStoredBetween(there, entry)))) {
                break;
            }
            taken.add(entry);
        }
        return taken;
    }

    /** What can be read of what is stored, from one slot (inclusive) to another (exclusive). */
    private List<Entry> stored(long first, long end, long bytesMax) {
        if (unreadable.isEmpty()) {
            return stored.entries(first, end, bytesMax);
        }
        List<Entry> readable = new ArrayList<>();
        long budget = bytesMax;
        long from = first;
        for (long gap : List.copyOf(unreadable.subSet(Math.min(first, end), end))) {
            List<Entry> piece = from < gap ? stored.entries(from, gap, budget) : List.of();
            readable.addAll(piece);
            budget -= piece.stream().mapToLong(Entry::size).sum();
            if (budget <= 0 || (!piece.isEmpty() && hasMore(piece, gap))) {
                return readable;
            }
            from = gap + 1;
        }
        if (from < end) {
            readable.addAll(stored.entries(from, end, budget));
        }
        return readable;
    }

    private boolean hasMore(List<Entry> piece, long end) {
        return !stored.entries(piece.get(piece.size() - 1).index() + 1, end, 1).isEmpty();
    }

    private boolean hasStoredBetween(List<Entry> there, Entry next) {
        long from = there.get(there.size() - 1).index() + 1;
        return from < next.index()
                && from <= stored.lastIndex()
                && !stored(from, next.index(), 1).isEmpty();
    }

    /** Puts a record in its slot, in place of one of a lower ballot if there is one. */
    void put(Entry entry) {
        boolean isFaulty = isFaulty(entry.index());
        long voted = votedAt(entry.index());
        InvariantViolation.check(
                entry.index() > floor.index() && (isFaulty ? entry.epoch() >= voted : entry.epoch() > voted),
                () -> "a record of ballot " + Ballot.toString(entry.epoch()) + " in slot " + entry.index()
                        + " cannot take the place of one of " + Ballot.toString(voted) + ", the floor is " + floor);
        fresh.put(entry.index(), entry);
        last = Math.max(last, entry.index());
    }

    /** Drops every record up to the slot, which must be covered by a durable snapshot. Those above are votes, and stay. */
    void compactTo(LogPosition position) {
        InvariantViolation.check(
                position.index() >= floor.index(), () -> "cannot compact to " + position + " a log from " + floor);
        floor = position;
        compactTo = Optional.of(position);
        fresh.headMap(position.index(), true).clear();
        unreadable.headSet(position.index(), true).clear();
        last = Math.max(last, position.index());
    }

    boolean isChanged() {
        return !fresh.isEmpty();
    }

    /** What changed since the last time, which the {@link LogView} shows from now on. */
    Log.Batch drain(Optional<Bytes> hardState) {
        if (hardState.isEmpty() && fresh.isEmpty() && compactTo.isEmpty()) {
            return Log.Batch.EMPTY;
        }
        Log.Batch batch = new Log.Batch(hardState, OptionalLong.empty(), List.copyOf(fresh.values()), compactTo);
        unreadable.removeAll(fresh.keySet());
        fresh = new TreeMap<>();
        compactTo = Optional.empty();
        return batch;
    }
}
