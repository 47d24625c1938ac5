/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.engine.InvariantViolation;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.LogView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * An acceptor's records, at most one for each slot above the floor, with holes: what is stored, and on top of it what changed since the last poll
 * and the {@link LogView} does not show yet.
 *
 * <p>A record's ballot never falls, and only compaction below a durable snapshot deletes one: records are votes.
 */
final class Records {
    private final LogView stored;
    private TreeMap<Long, Entry> fresh = new TreeMap<>();
    private LogPosition floor;
    private long last;
    private Optional<LogPosition> compactTo = Optional.empty();

    Records(LogView stored) {
        this.stored = stored;
        floor = stored.floor();
        last = stored.lastIndex();
        InvariantViolation.check(last >= floor.index(), "the log ends before it starts");
    }

    /** Up to here (inclusive) there is only a snapshot. */
    LogPosition floor() {
        return floor;
    }

    /** The highest slot with a record, or the floor. */
    long last() {
        return last;
    }

    /** The ballot of the record in that slot, or of the floor; {@link Ballot#ZERO} if there is none. */
    long ballotAt(long slot) {
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
        List<Entry> there = first > stored.lastIndex() ? List.of() : stored.entries(first, end, bytesMax);
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

    private boolean hasStoredBetween(List<Entry> there, Entry next) {
        long from = there.get(there.size() - 1).index() + 1;
        return from < next.index()
                && from <= stored.lastIndex()
                && !stored.entries(from, next.index(), 1).isEmpty();
    }

    /** Puts a record in its slot, in place of one of a lower ballot if there is one. */
    void put(Entry entry) {
        InvariantViolation.check(
                entry.index() > floor.index() && entry.epoch() > ballotAt(entry.index()),
                () -> "a record of ballot " + Ballot.toString(entry.epoch()) + " in slot " + entry.index()
                        + " cannot take the place of one of " + Ballot.toString(ballotAt(entry.index()))
                        + ", the floor is " + floor);
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
        fresh = new TreeMap<>();
        compactTo = Optional.empty();
        return batch;
    }
}
