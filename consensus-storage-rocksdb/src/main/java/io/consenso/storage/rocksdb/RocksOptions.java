/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.PeerId;

/**
 * What a {@link RocksStorage} belongs to and how much memory and disk it may take; the bounds hold for all groups together. Immutable:
 * {@code with...} returns a changed copy.
 *
 * @param clusterId which cluster the directory belongs to: 1 to 64 of letters, digits, {@code .}, {@code _} and {@code -}
 * @param self which peer the directory belongs to
 * @param fsync whether a write waits for the disk; without it a power failure may take acknowledged entries and votes
 * @param memtableBytes how much RocksDB gathers in memory, outside the heap, before it writes a table; a restart replays about as much
 * @param memtableBytesMax how much memory, outside the heap, all of RocksDB's write buffers may take
 * @param cacheBytes how much memory, outside the heap, RocksDB's block cache may take beside them
 * @param walBytesMax at how many bytes of write-ahead log RocksDB writes a table whatever is in memory
 */
public record RocksOptions(
        String clusterId,
        PeerId self,
        boolean fsync,
        long memtableBytes,
        long memtableBytesMax,
        long cacheBytes,
        long walBytesMax) {
    private static final long MIB = 1L << 20;

    /** Refuses a malformed cluster id and sizes that are too small with {@link IllegalArgumentException}. */
    public RocksOptions {
        if (!clusterId.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a cluster id has 1 to 64 letters, digits, '.', '_' or '-', this one is '" + clusterId + "'");
        }
        requireAtLeast("memtableBytes", memtableBytes, MIB);
        requireAtLeast("memtableBytesMax", memtableBytesMax, memtableBytes);
        requireAtLeast("cacheBytes", cacheBytes, MIB);
        requireAtLeast("walBytesMax", walBytesMax, memtableBytes);
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", is " + value);
        }
    }

    /** The defaults: cluster {@code default}, fsync, tables of 32 MiB, at most 96 MiB of them in memory, 16 MiB of cache, 256 MiB of WAL. */
    public static RocksOptions of(PeerId self) {
        return new RocksOptions("default", self, true, 32 * MIB, 96 * MIB, 16 * MIB, 256 * MIB);
    }

    /** For another cluster. */
    public RocksOptions withClusterId(String id) {
        return new RocksOptions(id, self, fsync, memtableBytes, memtableBytesMax, cacheBytes, walBytesMax);
    }

    /**
     * Without waiting for the disk: for tests and measurements, logged as a warning at each open. After a power failure the storage most
     * likely refuses to open, because acknowledged writes are gone.
     */
    public RocksOptions withoutFsync() {
        return new RocksOptions(clusterId, self, false, memtableBytes, memtableBytesMax, cacheBytes, walBytesMax);
    }

    /** With another table size, in bytes; three of them may be in memory at once. */
    public RocksOptions withMemtableBytes(long bytes) {
        return new RocksOptions(clusterId, self, fsync, bytes, 3 * bytes, cacheBytes, Math.max(walBytesMax, 3 * bytes));
    }

    /** With another bound on the block cache, in bytes. */
    public RocksOptions withCacheBytes(long bytes) {
        return new RocksOptions(clusterId, self, fsync, memtableBytes, memtableBytesMax, bytes, walBytesMax);
    }

    /** With another bound on the write-ahead log, in bytes. */
    public RocksOptions withWalBytesMax(long bytes) {
        return new RocksOptions(clusterId, self, fsync, memtableBytes, memtableBytesMax, cacheBytes, bytes);
    }
}
