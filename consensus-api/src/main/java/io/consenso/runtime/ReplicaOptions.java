/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import java.time.Duration;

/**
 * Bounds and triggers of a {@link Replica}; every one has a safe default. Immutable: {@code with...} returns a changed copy.
 *
 * @param commandBytesMax the largest command that {@code propose} accepts; larger ones fail with {@code TooLarge}
 * @param batchBytesMax how many bytes of commands one log entry carries at most (a single larger command gets an entry of its own)
 * @param pendingCommandsMax how many commands, and how many queries, may be unanswered at once before {@code Overloaded}
 * @param pendingBytesMax how many bytes of commands may be unanswered at once before {@code Overloaded}
 * @param requestTimeout how long a command or a query may stay unanswered
 * @param sessionTtl after how long without a command, in log time, a session is forgotten
 * @param snapshotEntries take a snapshot after this many log entries
 * @param snapshotBytes take a snapshot after this many bytes of log
 * @param snapshotInterval take a snapshot after this long if anything was applied
 * @param trailingEntries how many entries stay in the log below a snapshot, for peers that are slightly behind
 * @param snapshotChunkBytes how much of a snapshot one message carries
 * @param cacheBytes how much of the log is kept in memory after it is durable and applied
 */
public record ReplicaOptions(
        int commandBytesMax,
        int batchBytesMax,
        int pendingCommandsMax,
        long pendingBytesMax,
        Duration requestTimeout,
        Duration sessionTtl,
        long snapshotEntries,
        long snapshotBytes,
        Duration snapshotInterval,
        long trailingEntries,
        int snapshotChunkBytes,
        long cacheBytes) {
    private static final ReplicaOptions DEFAULTS = new ReplicaOptions(
            4 << 20,
            1 << 20,
            65_536,
            64L << 20,
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            100_000,
            128L << 20,
            Duration.ofHours(1),
            1_000,
            1 << 20,
            16L << 20);

    /** Refuses what is not positive (trailing entries may be 0) with {@link IllegalArgumentException}. */
    public ReplicaOptions {
        requirePositive("commandBytesMax", commandBytesMax);
        requirePositive("batchBytesMax", batchBytesMax);
        requirePositive("pendingCommandsMax", pendingCommandsMax);
        requirePositive("pendingBytesMax", pendingBytesMax);
        requirePositive("requestTimeout", requestTimeout.toNanos());
        requirePositive("sessionTtl", sessionTtl.toMillis());
        requirePositive("snapshotEntries", snapshotEntries);
        requirePositive("snapshotBytes", snapshotBytes);
        requirePositive("snapshotInterval", snapshotInterval.toNanos());
        requirePositive("trailingEntries + 1", trailingEntries + 1);
        requirePositive("snapshotChunkBytes", snapshotChunkBytes);
        requirePositive("cacheBytes", cacheBytes);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }

    /** The defaults: 4 MiB a command, 65,536 commands or 64 MiB unanswered, 10 s, a snapshot every 100,000 entries, 128 MiB or hour. */
    public static ReplicaOptions defaults() {
        return DEFAULTS;
    }

    /** With another largest command, in bytes. */
    public ReplicaOptions withCommandBytesMax(int bytes) {
        return copy(bytes, pendingCommandsMax, pendingBytesMax, requestTimeout, sessionTtl);
    }

    /** With other bounds on what may be unanswered. */
    public ReplicaOptions withPendingMax(int commands, long bytes) {
        return copy(commandBytesMax, commands, bytes, requestTimeout, sessionTtl);
    }

    /** With another deadline for commands and queries. */
    public ReplicaOptions withRequestTimeout(Duration timeout) {
        return copy(commandBytesMax, pendingCommandsMax, pendingBytesMax, timeout, sessionTtl);
    }

    /** With another lifetime of idle sessions. */
    public ReplicaOptions withSessionTtl(Duration ttl) {
        return copy(commandBytesMax, pendingCommandsMax, pendingBytesMax, requestTimeout, ttl);
    }

    /** With other snapshot triggers: whichever comes first. */
    public ReplicaOptions withSnapshotEvery(long entries, long bytes, Duration interval) {
        return withLog(entries, bytes, interval, trailingEntries, snapshotChunkBytes, cacheBytes);
    }

    /** With another number of entries kept below a snapshot. */
    public ReplicaOptions withTrailingEntries(long entries) {
        return withLog(snapshotEntries, snapshotBytes, snapshotInterval, entries, snapshotChunkBytes, cacheBytes);
    }

    /** With another size of the pieces in which snapshots travel. */
    public ReplicaOptions withSnapshotChunkBytes(int bytes) {
        return withLog(snapshotEntries, snapshotBytes, snapshotInterval, trailingEntries, bytes, cacheBytes);
    }

    /** With another size of the in-memory part of the log. */
    public ReplicaOptions withCacheBytes(long bytes) {
        return withLog(snapshotEntries, snapshotBytes, snapshotInterval, trailingEntries, snapshotChunkBytes, bytes);
    }

    private ReplicaOptions copy(
            int newCommandBytesMax, int newPendingMax, long newPendingBytesMax, Duration newTimeout, Duration newTtl) {
        return new ReplicaOptions(
                newCommandBytesMax,
                batchBytesMax,
                newPendingMax,
                newPendingBytesMax,
                newTimeout,
                newTtl,
                snapshotEntries,
                snapshotBytes,
                snapshotInterval,
                trailingEntries,
                snapshotChunkBytes,
                cacheBytes);
    }

    private ReplicaOptions withLog(
            long newEntries,
            long newBytes,
            Duration newInterval,
            long newTrailing,
            int newChunkBytes,
            long newCacheBytes) {
        return new ReplicaOptions(
                commandBytesMax,
                batchBytesMax,
                pendingCommandsMax,
                pendingBytesMax,
                requestTimeout,
                sessionTtl,
                newEntries,
                newBytes,
                newInterval,
                newTrailing,
                newChunkBytes,
                newCacheBytes);
    }
}
