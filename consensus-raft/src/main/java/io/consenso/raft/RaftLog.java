/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.Bytes;
import io.consenso.engine.InvariantViolation;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.LogView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The log as the protocol sees it: what is stored, and on top of it what changed since the last poll and the {@link LogView} does not show
 * yet. Without holes.
 *
 * <p>It also knows how far the log is durable. Each write in flight makes the claim "once done, everything up to index i is on disk"; an
 * overwritten suffix cuts that claim down at once, so a late report of an old write never vouches for the entries that took the place of
 * what it wrote.
 */
final class RaftLog {
    private final LogView stored;
    private LogPosition floor;
    private long lastIndex;
    private long lastTerm;
    /** From here to the end every entry is of the last term: most questions about terms end here, without a read. */
    private long lastTermStart;

    private List<Entry> fresh = new ArrayList<>();
    private OptionalLong truncateFrom = OptionalLong.empty();
    private Optional<LogPosition> compactTo = Optional.empty();

    private ArrayDeque<Write> writes = new ArrayDeque<>();
    private long durableIndex;

    /** A write in flight and how far the log is durable once it is done. */
    private record Write(long batch, long lastIndex) {}

    /** A log that is stored, thus durable, as it is. */
    RaftLog(LogView stored) {
        this.stored = stored;
        floor = stored.floor();
        lastIndex = stored.lastIndex();
        durableIndex = lastIndex;
        InvariantViolation.check(lastIndex >= floor.index(), "the log ends before it starts");
        lastTermStart = Long.MAX_VALUE;
        lastTerm = termAt(lastIndex);
        lastTermStart = lastIndex;
    }

    LogPosition floor() {
        return floor;
    }

    long lastIndex() {
        return lastIndex;
    }

    LogPosition last() {
        return new LogPosition(lastIndex, lastTerm);
    }

    /** Everything up to here is on disk, or in a snapshot that is. */
    long durableIndex() {
        return durableIndex;
    }

    /** Whether the position is in the log, its floor included. */
    boolean contains(LogPosition position) {
        return contains(position.index(), position.epoch());
    }

    boolean contains(long index, long term) {
        return floor.index() <= index && index <= lastIndex && termAt(index) == term;
    }

    /** The term of an entry that is there, or of the floor. */
    long termAt(long index) {
        InvariantViolation.check(
                floor.index() <= index && index <= lastIndex,
                () -> "no term at " + index + " in a log from " + floor.index() + " to " + lastIndex);
        if (index == floor.index()) {
            return floor.epoch();
        }
        if (index >= lastTermStart) {
            return lastTerm;
        }
        if (index > storedLast()) {
            return fresh.get((int) (index - storedLast() - 1)).epoch();
        }
        return stored.epochAt(index).orElseThrow(() -> new InvariantViolation("a hole in the log at " + index));
    }

    /**
     * The highest index, at or below the one given, whose term is not above the one given; below the floor when that is compacted away.
     * Terms never fall along a log, so halving finds it.
     */
    long lastWithTermAtMost(long index, long term) {
        long high = Math.min(index, lastIndex);
        if (high < floor.index()) {
            return high;
        }
        if (floor.epoch() > term) {
            return floor.index() - 1;
        }
        long low = floor.index();
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (termAt(middle) <= term) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Consecutive entries from there to the end of the log, as many as the budget allows and at least one. */
    List<Entry> entriesFrom(long from, long bytesMax) {
        InvariantViolation.check(from > floor.index(), () -> "entry " + from + " is compacted away");
        if (from > lastIndex) {
            return List.of();
        }
        long freshFirst = storedLast() + 1;
        if (from >= freshFirst) {
            return takeWithin(bytesMax, fresh.subList((int) (from - freshFirst), fresh.size()), List.of());
        }
        List<Entry> head = stored.entries(from, freshFirst, bytesMax);
        checkConsecutive(head, from);
        if (fresh.isEmpty() || from + head.size() < freshFirst) {
            return head;
        }
        return takeWithin(bytesMax, fresh, head);
    }

    private static List<Entry> takeWithin(long bytesMax, List<Entry> from, List<Entry> head) {
        List<Entry> taken = new ArrayList<>(head.size() + from.size());
        taken.addAll(head);
        long bytes = bytesOf(head);
        for (Entry entry : from) {
            bytes += entry.size();
            if (bytes > bytesMax && !taken.isEmpty()) {
                break;
            }
            taken.add(entry);
        }
        return taken;
    }

    static long bytesOf(List<Entry> entries) {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.size();
        }
        return bytes;
    }

    private static void checkConsecutive(List<Entry> entries, long from) {
        InvariantViolation.check(!entries.isEmpty(), () -> "a hole in the log at " + from);
        for (int i = 0; i < entries.size(); i++) {
            long expected = from + i;
            InvariantViolation.check(entries.get(i).index() == expected, () -> "a hole in the log at " + expected);
        }
    }

    void append(Entry entry) {
        InvariantViolation.check(
                entry.index() == lastIndex + 1 && entry.epoch() >= lastTerm,
                () -> "entry " + entry.index() + " of term " + entry.epoch() + " cannot follow " + last());
        if (entry.epoch() != lastTerm) {
            lastTerm = entry.epoch();
            lastTermStart = entry.index();
        }
        lastIndex = entry.index();
        fresh.add(entry);
    }

    /** Drops every entry at or above the index, which must be there. */
    void truncateFrom(long index) {
        InvariantViolation.check(
                floor.index() < index && index <= lastIndex,
                () -> "cannot truncate from " + index + " a log from " + floor.index() + " to " + lastIndex);
        long newLastTerm = termAt(index - 1);
        if (index > storedLast() + 1) {
            fresh.subList((int) (index - storedLast() - 1), fresh.size()).clear();
        } else {
            fresh.clear();
            markTruncated(index);
        }
        lastIndex = index - 1;
        lastTerm = newLastTerm;
        lastTermStart = Math.min(lastTermStart, lastIndex);
        durableIndex = Math.min(durableIndex, lastIndex);
        claimAtMost(lastIndex);
    }

    private void claimAtMost(long index) {
        ArrayDeque<Write> cut = new ArrayDeque<>(writes.size());
        for (Write write : writes) {
            cut.add(new Write(write.batch(), Math.min(write.lastIndex(), index)));
        }
        writes = cut;
    }

    private void markTruncated(long index) {
        truncateFrom = OptionalLong.of(Math.min(index, truncateFrom.orElse(index)));
    }

    /** Drops every entry up to the position, which must be there and be part of a durable snapshot. */
    void compactTo(LogPosition position) {
        InvariantViolation.check(
                contains(position) && position.index() >= floor.index(),
                () -> "cannot compact to " + position + " a log from " + floor + " to " + last());
        floor = position;
        compactTo = Optional.of(position);
        durableIndex = Math.max(durableIndex, position.index());
    }

    /** Drops the whole log in favour of a durable snapshot that ends at the position. */
    void resetTo(LogPosition position) {
        InvariantViolation.check(position.index() > floor.index(), () -> "cannot reset " + floor + " to " + position);
        if (storedLast() > floor.index()) {
            markTruncated(floor.index() + 1);
        }
        fresh.clear();
        floor = position;
        compactTo = Optional.of(position);
        lastIndex = position.index();
        lastTerm = position.epoch();
        lastTermStart = lastIndex;
        durableIndex = lastIndex;
        writes.clear();
    }

    /** What changed since the last time, which the {@link LogView} shows from now on. */
    Log.Batch drain(Optional<Bytes> hardState) {
        if (hardState.isEmpty() && fresh.isEmpty() && truncateFrom.isEmpty() && compactTo.isEmpty()) {
            return Log.Batch.EMPTY;
        }
        Log.Batch batch = new Log.Batch(hardState, truncateFrom, fresh, compactTo);
        fresh = new ArrayList<>();
        truncateFrom = OptionalLong.empty();
        compactTo = Optional.empty();
        return batch;
    }

    /** The log as it stands now is durable when that batch is. */
    void written(long batch) {
        writes.add(new Write(batch, lastIndex));
    }

    void persisted(long batch) {
        while (!writes.isEmpty() && writes.element().batch() <= batch) {
            durableIndex = Math.max(durableIndex, writes.remove().lastIndex());
        }
        InvariantViolation.check(durableIndex <= lastIndex, () -> "durable beyond the end: " + durableIndex);
    }

    /** The end of what the {@link LogView} shows and still stands. */
    private long storedLast() {
        return lastIndex - fresh.size();
    }
}
