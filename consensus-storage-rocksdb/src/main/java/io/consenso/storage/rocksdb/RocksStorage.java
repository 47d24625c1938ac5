/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.PeerId;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Storage over RocksDB: one database for the logs of all groups of a process, so that one synced write serves all of them, and a file for
 * each snapshot.
 *
 * <p>The directory holds
 *
 * <pre>
 * STORAGE                     whose it is, in readable lines
 * LOCK                        held while it is open
 * MARK                        up to where writes have been acknowledged
 * log/                        RocksDB
 * snapshots/&lt;n&gt;-&lt;group&gt;/      one group's snapshots
 * </pre>
 *
 * <p>Opening reads the whole log and checks every record; it fails with {@link UnusableStorageException} rather than start with a log from
 * which something is missing. What can be recognised, and what cannot, is listed in docs/adr/0003-rocksdb-log.md.
 *
 * <p>Safe for use by any number of threads; writes happen one at a time. The first write that fails is the last one: every later one is
 * refused with {@link IOException}.
 */
public final class RocksStorage implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(RocksStorage.class);

    private final Path directory;
    private final RocksOptions options;
    private final Resources resources;
    private final Identity identity;
    private final Mark mark;
    private final Database database;
    private final BatchEncoder encoder;
    private final Housekeeping housekeeping;

    /** Held for each write and while a group gets its number. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ConcurrentHashMap<String, Group> groups = new ConcurrentHashMap<>();
    private int lastNumber;
    private boolean closed;

    private record Group(RocksLog log, SnapshotDirectory snapshots) {}

    private RocksStorage(Path directory, RocksOptions options, Resources resources) throws IOException {
        this.directory = directory;
        this.options = options;
        this.resources = resources;
        resources.add(DirectoryLock.acquire(directory));
        StorageOpening opening = new StorageOpening(directory, options);
        Identity found = opening.identify();
        mark = resources.add(Mark.open(directory, found.storageId()));
        database = resources.add(opening.openLog(found, mark));
        encoder = resources.add(new BatchEncoder());
        housekeeping = resources.add(new Housekeeping(database, "consenso-rocksdb-" + options.self()));
        opening.checkLog(database, found, mark);
        recover();
        identity = found.withIncarnation(found.incarnation() + 1);
        begin();
    }

    /**
     * Opens the directory of that peer with {@linkplain RocksOptions#of the defaults}, creating it if it does not exist.
     *
     * @throws UnusableStorageException when it must not be used, see there
     * @throws IOException when the disk fails
     */
    public static RocksStorage open(Path directory, PeerId self) throws IOException {
        return open(directory, RocksOptions.of(self));
    }

    /**
     * Opens the directory, creating it if it does not exist.
     *
     * @throws UnusableStorageException when it must not be used, see there
     * @throws IOException when the disk fails
     */
    public static RocksStorage open(Path directory, RocksOptions options) throws IOException {
        DurableFiles.createDirectories(directory);
        Resources resources = new Resources();
        try {
            return new RocksStorage(directory.toRealPath(), options, resources);
        } catch (Throwable t) {
            try {
                resources.close();
            } catch (IOException e) {
                t.addSuppressed(e);
            }
            throw t;
        }
    }

    private void recover() throws IOException {
        try {
            for (Recovery.Found found : new Recovery(database).groups()) {
                lastNumber = found.number();
                groups.put(found.name(), newGroup(found.name(), found.number(), found.state()));
            }
        } catch (UnusableStorageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnusableStorageException(directory, String.valueOf(e.getMessage()), e);
        }
    }

    /** Everything is in order: the incarnation begins, in the log first. */
    private void begin() throws IOException {
        StorageRecord record = new StorageRecord(identity.storageId(), identity.incarnation());
        writeAlone(StorageRecord.key(), record.encode());
        mark.sync();
        identity.write(directory);
        if (!options.fsync()) {
            LOG.warn("storage {} does not wait for the disk: a power failure may take acknowledged entries", directory);
        }
    }

    private Group newGroup(String name, int number, LogState state) throws IOException {
        RocksLog log = new RocksLog(name, number, database, writing, state);
        Path snapshots = directory.resolve("snapshots").resolve(GroupNames.directory(number, name));
        return new Group(log, new SnapshotDirectory(snapshots, new SnapshotOwner(mark.storageId(), number), log));
    }

    @Override
    public long storageId() {
        return identity.storageId();
    }

    /** How many times this storage has been opened, this time included. */
    public long incarnation() {
        return identity.incarnation();
    }

    /** Whose storage it is. */
    public PeerId self() {
        return identity.self();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A new group costs one synced write, for its number. Throws {@link IllegalArgumentException} unless the name is a text of 1 to 128
     * characters, and {@link UncheckedIOException} when the group is new and that write fails.
     */
    @Override
    public Log log(String group) {
        return group(group).log();
    }

    /** {@inheritDoc} As to new groups, see {@link #log}. */
    @Override
    public SnapshotStore snapshots(String group) {
        return group(group).snapshots();
    }

    private Group group(String name) {
        Group known = groups.get(name);
        if (known != null) {
            return known;
        }
        byte[] encoded = GroupNames.encode(name);
        writing.lock();
        try {
            Group meanwhile = groups.get(name);
            return meanwhile != null ? meanwhile : register(name, encoded);
        } catch (IOException e) {
            throw new UncheckedIOException("group '" + name + "' could not be added: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    private Group register(String name, byte[] encoded) throws IOException {
        refuseIfClosed();
        int number = lastNumber + 1;
        byte[] key = Keys.of(Keys.STORAGE, number);
        writeAlone(key, Sealed.seal(key, encoded));
        lastNumber = number;
        Group group = newGroup(name, number, LogState.EMPTY);
        groups.put(name, group);
        return group;
    }

    private void writeAlone(byte[] key, byte[] record) throws IOException {
        encoder.reset();
        try {
            encoder.put(key, record);
        } catch (RocksDBException e) {
            throw database.fail(e);
        }
        commit(true);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A batch that contradicts itself (entries that do not ascend, or lie at or below the floor) is refused with {@link
     * IllegalArgumentException}; nothing of the write takes effect then, and the storage goes on. A {@code compactTo} below the floor is
     * ignored.
     */
    @Override
    public void write(List<GroupBatch> batches) throws IOException {
        writing.lock();
        try {
            refuseIfClosed();
            database.refuseIfFailed();
            // New groups come first: each is a write of its own, with the same encoder.
            List<RocksLog> logs =
                    batches.stream().map(batch -> group(batch.group()).log()).toList();
            BatchStaging staging = new BatchStaging(encoder);
            stage(staging, logs, batches);
            if (!staging.isEmpty()) {
                commit(staging.isDurable());
                staging.publish(housekeeping::afterPurge);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            writing.unlock();
        }
    }

    private void stage(BatchStaging staging, List<RocksLog> logs, List<GroupBatch> batches) throws IOException {
        try {
            for (int i = 0; i < batches.size(); i++) {
                staging.add(logs.get(i), batches.get(i).batch());
            }
            staging.seal();
        } catch (RocksDBException e) {
            throw database.fail(e);
        }
    }

    /** With the lock held: the encoder's native memory goes with the storage. */
    private void refuseIfClosed() throws IOException {
        if (closed) {
            throw new IOException("the storage is closed");
        }
    }

    private void commit(boolean durable) throws IOException {
        long sequence = database.write(encoder.batch(), durable && options.fsync());
        if (!durable) {
            return;
        }
        try {
            mark.put(sequence);
        } catch (IOException e) {
            throw database.fail(e);
        }
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (resources) {
                // Exact from here on, even if the power fails while nobody writes.
                mark.sync();
            }
        } finally {
            writing.unlock();
        }
    }
}
