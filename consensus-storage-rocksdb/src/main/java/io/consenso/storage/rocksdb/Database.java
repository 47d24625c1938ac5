/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * The one RocksDB of a process and every native object that belongs to it. A native call on a closed database ends the JVM, so each call
 * holds the shared side of a lock of which {@link #close()} takes the exclusive one.
 */
@SuppressWarnings("try") // a lock that is held for the length of a block is not used in it
final class Database implements AutoCloseable {
    private static final long MIB = 1L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final ReentrantReadWriteLock lifecycle = new ReentrantReadWriteLock();
    private final Deque<AutoCloseable> natives;
    private final RocksDB db;
    private final ReadOptions reads;
    private final ReadOptions scans;
    private final WriteOptions synced;
    private final WriteOptions unsynced;
    private boolean closed;
    private volatile @Nullable Throwable failure;

    private Database(Deque<AutoCloseable> natives, RocksDB db) {
        this.natives = natives;
        this.db = db;
        reads = keep(natives, new ReadOptions());
        scans = keep(natives, new ReadOptions().setFillCache(false).setReadaheadSize(2 * MIB));
        synced = keep(natives, new WriteOptions().setSync(true));
        unsynced = keep(natives, new WriteOptions());
    }

    /** Opens what is there or, only if told to, creates it. */
    static Database open(Path directory, RocksOptions options, boolean create) throws RocksDBException {
        Deque<AutoCloseable> natives = new ArrayDeque<>();
        try {
            // One budget: what the write buffers take is charged to the cache.
            LRUCache cache = keep(natives, new LRUCache(options.memtableBytesMax() + options.cacheBytes()));
            Options all =
                    keep(natives, new Options(dbOptions(natives, options, cache), tables(natives, options, cache)));
            all.setCreateIfMissing(create).setErrorIfExists(create);
            return new Database(natives, keep(natives, RocksDB.open(all, directory.toString())));
        } catch (Throwable t) {
            closeAll(natives);
            throw t;
        }
    }

    /** See docs/adr/0003-rocksdb-log.md for the recovery mode. */
    private static DBOptions dbOptions(Deque<AutoCloseable> natives, RocksOptions options, LRUCache cache) {
        // Neither has a setter in Java. They make a log file that is missing or too short an error.
        Properties tracking = new Properties();
        tracking.setProperty("track_and_verify_wals", "true");
        tracking.setProperty("track_and_verify_wals_in_manifest", "true");
        DBOptions db = keep(natives, DBOptions.getDBOptionsFromProps(tracking));
        if (db == null) {
            throw new IllegalStateException("this RocksDB cannot track its write-ahead logs");
        }
        return db.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setRecycleLogFileNum(0)
                .setParanoidChecks(true)
                .setMaxTotalWalSize(options.walBytesMax())
                .setWriteBufferManager(keep(natives, new WriteBufferManager(options.memtableBytesMax(), cache)))
                .setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxManifestFileSize(16 * MIB);
    }

    private static ColumnFamilyOptions tables(Deque<AutoCloseable> natives, RocksOptions options, LRUCache cache) {
        return keep(natives, new ColumnFamilyOptions())
                .setWriteBufferSize(options.memtableBytes())
                .setMaxWriteBufferNumber(3)
                // A log is deleted soon: the longer tables wait, the less of them is ever copied.
                .setLevel0FileNumCompactionTrigger(8)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(16 << 10)
                        .setFormatVersion(5));
    }

    private static <T extends AutoCloseable> T keep(Deque<AutoCloseable> natives, T object) {
        natives.push(object);
        return object;
    }

    /**
     * Applies the batch and, if told to, waits until it is on disk. Whatever goes wrong is final: no later write is attempted, because
     * after a failed sync nobody knows what is on disk.
     *
     * @return the sequence number of the last write
     */
    long write(WriteBatch batch, boolean sync) throws IOException {
        try (Shared ignored = enter()) {
            refuseIfFailed();
            db.write(sync ? synced : unsynced, batch);
            return db.getLatestSequenceNumber();
        } catch (RocksDBException e) {
            throw fail(e);
        }
    }

    /** From now on every write is refused. */
    IOException fail(Exception cause) {
        failure = cause;
        return new IOException("a write to the log failed, no further one is attempted: " + cause.getMessage(), cause);
    }

    void refuseIfFailed() throws IOException {
        Throwable earlier = failure;
        if (earlier != null) {
            throw new IOException("an earlier write to the log failed: " + earlier.getMessage(), earlier);
        }
    }

    long latestSequence() throws IOException {
        try (Shared ignored = enter()) {
            return db.getLatestSequenceNumber();
        }
    }

    byte @Nullable [] get(byte[] key) throws IOException {
        try (Shared ignored = enter()) {
            return db.get(reads, key);
        } catch (RocksDBException e) {
            throw new IOException("reading the log failed: " + e.getMessage(), e);
        }
    }

    /** Iterates for a reader; keeps the database from closing until it is closed itself, by the same thread. */
    Cursor cursor() throws IOException {
        return cursor(reads);
    }

    /** Iterates over everything once, past the cache. */
    Cursor scan() throws IOException {
        return cursor(scans);
    }

    private Cursor cursor(ReadOptions options) throws IOException {
        Shared shared = enter();
        try {
            return new Cursor(db.newIterator(options), shared);
        } catch (Throwable t) {
            shared.close();
            throw t;
        }
    }

    /** Gives the space of table files that lie wholly inside the range back; the range must be deleted already, durably. */
    void dropFiles(byte[] from, byte[] toExclusive) throws IOException {
        try (Shared ignored = enter()) {
            db.deleteFilesInRanges(db.getDefaultColumnFamily(), List.of(from, toExclusive), false);
        } catch (RocksDBException e) {
            throw new IOException("giving space back failed: " + e.getMessage(), e);
        }
    }

    private Shared enter() throws IOException {
        Lock lock = lifecycle.readLock();
        lock.lock();
        if (closed) {
            lock.unlock();
            throw new IOException("the storage is closed");
        }
        return lock::unlock;
    }

    /** Waits for readers and closes; idempotent. */
    @Override
    public void close() {
        lifecycle.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                closeAll(natives);
            }
        } finally {
            lifecycle.writeLock().unlock();
        }
    }

    private static void closeAll(Deque<AutoCloseable> natives) {
        while (!natives.isEmpty()) {
            try {
                natives.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("closing RocksDB failed", e);
            }
        }
    }

    /** The shared side of the lifecycle lock. */
    interface Shared extends AutoCloseable {
        @Override
        void close();
    }
}
