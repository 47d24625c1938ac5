/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/**
 * One write: the changes of all its batches, gathered for the database on the one hand and for memory on the other, so that memory changes
 * only once the database has. For one write.
 */
final class BatchStaging {
    /** How many compacted entries may wait for their deletion, so that small steps do not cost a range tombstone each. */
    private static final long PURGE_ENTRIES = 1024;

    /** The same in bytes, roughly. */
    private static final long PURGE_BYTES = 32L << 20;

    private final BatchEncoder encoder;
    private final Map<RocksLog, LogState> staged = new LinkedHashMap<>(4);
    private boolean durable;

    BatchStaging(BatchEncoder encoder) {
        this.encoder = encoder;
        encoder.reset();
    }

    boolean isEmpty() {
        return staged.isEmpty();
    }

    /** Whether the write must reach the disk. */
    boolean isDurable() {
        return durable;
    }

    void add(RocksLog log, Log.Batch batch) throws RocksDBException {
        if (batch.isEmpty()) {
            return;
        }
        LogState state = staged.getOrDefault(log, log.state());
        if (batch.hardState().isPresent()) {
            state = state.withHardState(batch.hardState().get());
        }
        if (batch.truncateFrom().isPresent()) {
            state = truncate(log, state, batch.truncateFrom().getAsLong());
        }
        state = put(log, state, batch.entries());
        if (batch.compactTo().isPresent()) {
            state = compact(log, state, batch.compactTo().get());
        }
        staged.put(log, state);
        durable |= batch.mustBeDurable();
    }

    private LogState truncate(RocksLog log, LogState state, long index) throws RocksDBException {
        long from = Math.max(index, state.floor().index() + 1);
        if (from > state.runs().last()) {
            return state;
        }
        encoder.deleteEntries(log.number(), from, state.runs().last());
        return state.withRuns(state.runs().truncateFrom(from), 0);
    }

    private LogState put(RocksLog log, LogState state, Iterable<Entry> entries) throws RocksDBException {
        EpochRuns runs = state.runs();
        long bytes = 0;
        long previous = state.floor().index();
        for (Entry entry : entries) {
            if (entry.index() <= previous) {
                throw new IllegalArgumentException("group '" + log.group() + "': entry " + entry.index()
                        + " does not lie above " + previous + ", the floor or the entry before it");
            }
            previous = entry.index();
            encoder.putEntry(log.number(), entry);
            runs = runs.with(entry.index(), entry.epoch());
            bytes += entry.size();
        }
        return bytes == 0 ? state : state.withRuns(runs, bytes);
    }

    private LogState compact(RocksLog log, LogState state, LogPosition position) throws RocksDBException {
        if (position.index() <= state.floor().index()) {
            return state;
        }
        LogState compacted = state.withFloor(position);
        boolean isWorthATombstone =
                position.index() - state.purgedTo() >= PURGE_ENTRIES || state.bytesSincePurge() >= PURGE_BYTES;
        if (!isWorthATombstone) {
            return compacted;
        }
        // From the first entry each time: dropping files may have laid entries bare that an older tombstone covered.
        encoder.deleteEntries(log.number(), 1, position.index());
        // Files may be dropped right after, and the floor must not come back below what they held.
        durable = true;
        return compacted.purged();
    }

    /** Adds each group's record to the write; nothing may be added after it. */
    void seal() throws RocksDBException {
        for (Map.Entry<RocksLog, LogState> change : staged.entrySet()) {
            byte[] key = Keys.of(change.getKey().number(), 0);
            encoder.put(key, change.getValue().record().encode(key));
        }
    }

    /** Makes the write visible, when it is in the database. */
    void publish(Consumer<RocksLog> purged) {
        for (Map.Entry<RocksLog, LogState> change : staged.entrySet()) {
            RocksLog log = change.getKey();
            boolean isPurged = change.getValue().purgedTo() > log.state().purgedTo();
            log.publish(change.getValue());
            if (isPurged) {
                purged.accept(log);
            }
        }
    }
}
