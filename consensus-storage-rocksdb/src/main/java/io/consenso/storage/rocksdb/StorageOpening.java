/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * How a directory is taken into use. The order is what makes a crash at any point harmless:
 *
 * <ol>
 *   <li>A new directory gets its identity with incarnation 0 first, then its mark, then its log. As long as the incarnation is 0 nothing
 *       was acknowledged, and an open starts over.
 *   <li>The log learns the next incarnation before the identity does, so the log may be one ahead of it, never behind.
 *   <li>Nothing is written before everything that is there has been checked.
 * </ol>
 */
final class StorageOpening {
    private final Path directory;
    private final Path log;
    private final RocksOptions options;

    StorageOpening(Path directory, RocksOptions options) {
        this.directory = directory;
        this.options = options;
        log = directory.resolve("log");
    }

    /** The directory's identity, created or checked; to be used with the lock held. */
    Identity identify() throws IOException {
        Optional<Identity> found = Identity.read(directory);
        if (found.isEmpty()) {
            return create();
        }
        Identity identity = found.get();
        check("cluster", options.clusterId(), identity.clusterId());
        check("peer", options.self().value(), identity.self().value());
        if (identity.incarnation() == 0) {
            return startOver(identity);
        }
        return identity;
    }

    private void check(String what, String expected, String found) throws UnusableStorageException {
        if (!expected.equals(found)) {
            throw new UnusableStorageException(
                    directory, "expected that of " + what + " '" + expected + "', found that of '" + found + "'");
        }
    }

    private Identity create() throws IOException {
        for (String leftover : new String[] {"log", "snapshots", "MARK"}) {
            if (Files.exists(directory.resolve(leftover))) {
                throw new UnusableStorageException(
                        directory, "its identity file STORAGE is missing although '" + leftover + "' exists");
            }
        }
        long storageId = new SecureRandom().nextLong();
        Identity identity = new Identity(options.clusterId(), options.self(), storageId, 0);
        identity.write(directory);
        return startOver(identity);
    }

    private Identity startOver(Identity identity) throws IOException {
        DurableFiles.deleteTree(log);
        DurableFiles.deleteTree(directory.resolve("snapshots"));
        Mark.create(directory, identity.storageId());
        return identity;
    }

    /** Opens the log, which exists exactly when the directory has been in use before. */
    Database openLog(Identity identity, Mark mark) throws IOException {
        boolean isNew = identity.incarnation() == 0;
        if (!isNew && !Files.exists(log.resolve("CURRENT"))) {
            throw new UnusableStorageException(directory, "its log is missing: it has been in use before");
        }
        DurableFiles.createDirectories(log);
        try {
            return Database.open(log, options, isNew);
        } catch (RocksDBException e) {
            return openWithoutTornTail(e, mark);
        }
    }

    private Database openWithoutTornTail(RocksDBException refusal, Mark mark) throws IOException {
        List<TornTail> tails = isCorruption(refusal) ? TornTail.find(log, mark.sequence()) : List.of();
        if (tails.isEmpty()) {
            throw refused(refusal);
        }
        for (TornTail tail : tails) {
            tail.cut();
        }
        try {
            return Database.open(log, options, false);
        } catch (RocksDBException e) {
            for (TornTail tail : tails) {
                tail.restore();
            }
            throw refused(e);
        }
    }

    private static boolean isCorruption(RocksDBException e) {
        return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    }

    private UnusableStorageException refused(RocksDBException e) {
        return new UnusableStorageException(directory, "RocksDB refuses its log: " + e.getMessage(), e);
    }

    /** Checks that log, identity and mark belong together and that the log still has everything that was acknowledged. */
    void checkLog(Database database, Identity identity, Mark mark) throws IOException {
        if (identity.incarnation() > 0) {
            byte[] found = database.get(StorageRecord.key());
            if (found == null) {
                throw new UnusableStorageException(directory, "its log has lost the storage record");
            }
            StorageRecord record = StorageRecord.decode(found);
            if (record.storageId() != identity.storageId()) {
                throw new UnusableStorageException(
                        directory,
                        "expected the log of storage " + Long.toHexString(identity.storageId()) + ", found that of "
                                + Long.toHexString(record.storageId()));
            }
            long ahead = record.incarnation() - identity.incarnation();
            if (ahead != 0 && ahead != 1) {
                throw new UnusableStorageException(
                        directory,
                        "expected the log of incarnation " + identity.incarnation() + ", found that of "
                                + record.incarnation() + ": one of them is an older copy");
            }
        }
        if (database.latestSequence() < mark.sequence()) {
            throw new UnusableStorageException(
                    directory,
                    "its log has lost acknowledged writes: it ends at " + database.latestSequence()
                            + ", acknowledged was " + mark.sequence());
        }
    }
}
