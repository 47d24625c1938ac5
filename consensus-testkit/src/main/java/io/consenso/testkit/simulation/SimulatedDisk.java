/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.Storage.GroupBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps when its process dies. A write is seen by the process at once, as through a page cache, and is safe when the call
 * that made it has returned; a power failure before that keeps some of the unsafe writes, in order, and never a part of one: a torn record
 * fails its checksum and counts as not written.
 *
 * <p>Damage is found as the storage over RocksDB finds it: opening reads and checks the whole log of every group, after which only payloads
 * are read from the disk. So an entry that rots while a process runs throws when it is read, and rot in any log or hard state refuses the
 * next process everything, as does a disk that belongs to another node.
 */
public final class SimulatedDisk {
    /** Without a sync, the operating system writes within this time. */
    private static final long WRITE_BACK_NANOS = Duration.ofSeconds(5).toNanos();

    private final Simulation simulation;
    private final String name;
    private final RandomGenerator random;
    private final Deque<Write> unsafe = new ArrayDeque<>();
    private Map<String, DiskLog> logs = new TreeMap<>();
    private long lostIndex;
    private Map<String, DiskLog> safeLogs = new TreeMap<>();
    private Map<String, DiskSnapshots> snapshots = new TreeMap<>();
    private DiskOptions options = DiskOptions.ssd();
    private @Nullable SimulatedStorage opened;
    private @Nullable IOException nextWriteFailure;
    private @Nullable IOException nextSyncFailure;
    private boolean full;
    private long stalledUntil;
    private String owner;
    private long storageId;
    private long writes;
    private long writesLost;
    private long writesTorn;

    SimulatedDisk(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        this.owner = name;
        this.random = simulation.random("disk/" + name);
        this.storageId = random.nextLong();
    }

    /** How fast it is from now on. */
    public void options(DiskOptions speed) {
        options = speed;
    }

    /** How fast it is now. */
    public DiskOptions options() {
        return options;
    }

    /**
     * What would certainly survive a power failure, as a log to be read: a view that follows the disk until it is wiped, rolled back or
     * swapped. Reading a damaged entry throws {@link UncheckedIOException}.
     */
    public Log durable(String group) {
        return new SimulatedLog(safeLog(group));
    }

    /**
     * The next write of a log, or the next commit of a snapshot, throws this. Whether it has reached the disk nobody knows: that is drawn
     * from the seed. After a write of a log every later one of the same process fails, too; a snapshot may be tried again.
     */
    public void failNextWrite(IOException failure) {
        nextWriteFailure = failure;
    }

    /** As {@link #failNextWrite}, but of those that wait for the disk, and only after having waited. */
    public void failNextSync(IOException failure) {
        nextSyncFailure = failure;
    }

    /**
     * While full, every write of a log, of a snapshot and of a piece of one fails. Making room does not help a process that has seen a write
     * of the log fail; a restart does.
     */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** Whatever is synced before that much time has passed hangs until then. */
    public void stall(Duration duration) {
        stalledUntil = Math.max(stalledUntil, simulation.now() + duration.toNanos());
    }

    /** From now on reading that entry throws, as a checksum that does not match; the next process cannot open the log. */
    public void damageEntry(String group, long index) {
        log(group).damage(index);
        safeLog(group).damage(index);
    }

    /** The group's hard state rots: the next process cannot open the log. Nothing happens while the group has none. */
    public void damageHardState(String group) {
        for (DiskLog log : List.of(log(group), safeLog(group))) {
            log.isHardStateDamaged = log.hardState.isPresent();
        }
    }

    /** From now on opening or reading the group's newest snapshot throws, as a checksum that does not match. */
    public void damageSnapshot(String group) {
        snapshots(group).damageLatest();
    }

    /** Flips a bit in what was fetched so far of a snapshot; false if nothing was. Found when the fetch is complete. */
    public boolean damageFetch(String group) {
        return snapshots(group).damageFetch(random);
    }

    /** Replaces the disk by an empty one with another {@link io.consenso.spi.Storage#storageId()}. Only while the node is down. */
    public void wipe() {
        requireUnused();
        lostIndex = everIndex();
        logs = new TreeMap<>();
        safeLogs = new TreeMap<>();
        snapshots = new TreeMap<>();
        owner = name;
        storageId = random.nextLong();
    }

    /** A copy of what would certainly survive a power failure now, but for fetches that are not complete. */
    public Image image() {
        long now = simulation.now();
        Map<String, DiskSnapshots> safe = new TreeMap<>();
        snapshots.forEach((group, all) -> safe.put(group, all.copy(now)));
        return new Image(owner, storageId, copy(safeLogs), safe);
    }

    /**
     * Puts a copy back, as an operator does who restores a backup: what was promised since then is forgotten, and nothing shows it. The
     * {@link io.consenso.spi.Storage#storageId()} is that of the copy. Only while the node is down.
     */
    public void rollBack(Image image) {
        requireUnused();
        long now = simulation.now();
        logs = copy(image.logs);
        safeLogs = copy(image.logs);
        snapshots = new TreeMap<>();
        image.snapshots.forEach((group, all) -> snapshots.put(group, all.copy(now)));
        owner = image.owner;
        storageId = image.storageId;
    }

    /**
     * Puts each disk into the other's machine, with everything on it: the next process there cannot open what it finds, since it says whose
     * it is. Only while both nodes are down.
     */
    public void swapWith(SimulatedDisk other) {
        requireUnused();
        other.requireUnused();
        Image own = image();
        rollBack(other.image());
        other.rollBack(own);
    }

    /** How many writes power failures have taken away, torn ones included. */
    public long writesLost() {
        return writesLost;
    }

    /** How many writes power failures have cut in the middle. */
    public long writesTorn() {
        return writesTorn;
    }

    /** What was on a disk at some moment. */
    public static final class Image {
        private final String owner;
        private final long storageId;
        private final Map<String, DiskLog> logs;
        private final Map<String, DiskSnapshots> snapshots;

        private Image(String owner, long storageId, Map<String, DiskLog> logs, Map<String, DiskSnapshots> snapshots) {
            this.owner = owner;
            this.storageId = storageId;
            this.logs = logs;
            this.snapshots = snapshots;
        }
    }

    /** There is room, and nothing is due to fail. */
    void mend() {
        full = false;
        nextWriteFailure = null;
        nextSyncFailure = null;
    }

    /** Damages the entry at that share of the way up the log of the first group that has one; returns whether any has. */
    boolean damageEntryAt(double share) {
        for (Map.Entry<String, DiskLog> log : logs.entrySet()) {
            List<Long> indexes = List.copyOf(log.getValue().entries.keySet());
            if (!indexes.isEmpty()) {
                damageEntry(log.getKey(), indexes.get((int) Math.min(indexes.size() - 1, share * indexes.size())));
                return true;
            }
        }
        return false;
    }

    /** Damages every group's hard state; returns whether there is any. */
    boolean damageHardStates() {
        List.copyOf(logs.keySet()).forEach(this::damageHardState);
        return logs.values().stream().anyMatch(log -> log.isHardStateDamaged);
    }

    /** Damages every group's newest snapshot; returns whether there is any. */
    boolean damageSnapshots() {
        boolean isAny = snapshots.values().stream().anyMatch(DiskSnapshots::isAny);
        snapshots.values().forEach(DiskSnapshots::damageLatest);
        return isAny;
    }

    /** Flips a bit in every fetch of a snapshot; returns whether there is any. */
    boolean damageFetches() {
        boolean isAny = false;
        for (DiskSnapshots group : snapshots.values()) {
            isAny |= group.damageFetch(random);
        }
        return isAny;
    }

    /** The end of the longest log, 0 if there is none. */
    long lastIndex() {
        return logs.values().stream().mapToLong(DiskLog::lastIndex).max().orElse(0);
    }

    /** As {@link #lastIndex}, of what is on the disk and of what was wiped off it. */
    long everIndex() {
        return Math.max(lostIndex, lastIndex());
    }

    /** As {@link #lastIndex}, of what a power failure would certainly leave. */
    long safeLastIndex() {
        return safeLogs.values().stream().mapToLong(DiskLog::lastIndex).max().orElse(0);
    }

    long storageId() {
        return storageId;
    }

    DiskLog log(String group) {
        return logs.computeIfAbsent(group, key -> new DiskLog());
    }

    private DiskLog safeLog(String group) {
        return safeLogs.computeIfAbsent(group, key -> new DiskLog());
    }

    DiskSnapshots snapshots(String group) {
        return snapshots.computeIfAbsent(group, key -> new DiskSnapshots());
    }

    SimulatedStorage open(SimulatedProcess process) {
        requireUnused();
        SimulatedStorage storage = new SimulatedStorage(process, this, damage());
        opened = storage;
        return storage;
    }

    private void requireUnused() {
        if (opened != null) {
            throw new IllegalStateException("the disk of " + name + " is in use");
        }
    }

    /** What a process that reads everything finds. */
    private Optional<String> damage() {
        if (!owner.equals(name)) {
            return Optional.of("expected the disk of '" + name + "', found that of '" + owner + "'");
        }
        for (Map.Entry<String, DiskLog> log : logs.entrySet()) {
            if (log.getValue().isHardStateDamaged) {
                return Optional.of("the checksum of the hard state of group " + log.getKey() + " does not match");
            }
            if (!log.getValue().damaged.isEmpty()) {
                long first = log.getValue().damaged.first();
                return Optional.of("the checksum of entry " + first + " of group " + log.getKey() + " does not match");
            }
        }
        return Optional.empty();
    }

    /** How long it takes until that much, and everything before, is synced. */
    long syncNanos(long bytes) {
        long nanos = options.syncMin().toNanos()
                + SimulatedTime.exponential(random, options.syncMean().toNanos())
                + (long) (bytes * 1e9 / options.bytesPerSecond());
        if (options.stall() > 0 && random.nextDouble() < options.stall()) {
            nanos += SimulatedTime.uniform(random, 0, options.stallMax().toNanos());
        }
        return Math.max(nanos, stalledUntil - simulation.now());
    }

    /** What is due to fail before anything is written, if anything. */
    @Nullable
    IOException takeWriteFailure() {
        if (full) {
            return noSpace();
        }
        IOException due = nextWriteFailure;
        nextWriteFailure = null;
        return due;
    }

    /** What is due to fail in a sync, if anything. */
    @Nullable
    IOException takeSyncFailure() {
        IOException due = nextSyncFailure;
        nextSyncFailure = null;
        return due;
    }

    /** Whether a write that failed has happened all the same. Without room none has. */
    boolean hasHappenedAllTheSame() {
        return !full && random.nextBoolean();
    }

    private IOException noSpace() {
        return new IOException("no space left on the disk of " + name);
    }

    /** Applies the batches; they are unsafe until {@link #safe} says otherwise. */
    long apply(List<GroupBatch> batches) {
        for (GroupBatch batch : batches) {
            log(batch.group()).apply(batch.batch());
        }
        unsafe.add(new Write(++writes, batches));
        return writes;
    }

    /** The write, and all before it, becomes safe at that moment. */
    void safeAt(long write, long moment) {
        simulation.schedule(
                new Event(null) {
                    @Override
                    void fire() {
                        simulation.trace().event(moment, name, "durable", "", write);
                        safe(write);
                    }
                },
                moment);
    }

    /** The write, and all before it, becomes safe sooner or later. */
    void safeLater(long write) {
        safeAt(write, simulation.now() + SimulatedTime.uniform(random, 1, WRITE_BACK_NANOS));
    }

    void safe(long write) {
        while (!unsafe.isEmpty() && unsafe.getFirst().number <= write) {
            keepFirst();
        }
    }

    private void keepFirst() {
        for (GroupBatch batch : unsafe.removeFirst().batches) {
            safeLog(batch.group()).apply(batch.batch());
        }
    }

    /** The process is gone and so is what was not safe, from some write on. */
    void powerLost() {
        opened = null;
        int kept = random.nextInt(unsafe.size() + 1);
        if (kept > 0 && random.nextInt(4) == 0) {
            kept--;
            writesTorn++;
            simulation.trace().event(simulation.now(), name, "torn", "write", kept + 1L);
        }
        simulation.trace().event(simulation.now(), name, "lost", "writes", unsafe.size() - kept);
        for (int i = 0; i < kept; i++) {
            keepFirst();
        }
        if (!unsafe.isEmpty()) {
            writesLost += unsafe.size();
            unsafe.clear();
            logs = copy(safeLogs);
        }
        long now = simulation.now();
        snapshots.values().forEach(group -> group.powerLost(now, random));
    }

    /** The process is gone, the operating system writes the rest. */
    void flushed() {
        opened = null;
        while (!unsafe.isEmpty()) {
            keepFirst();
        }
        snapshots.values().forEach(DiskSnapshots::flushed);
    }

    /** The process let go of the disk in good order. */
    void closed(SimulatedStorage storage) {
        if (opened == storage) {
            flushed();
        }
    }

    /** Where pieces of a snapshot go. */
    OutputStream whileThereIsRoom(Partial partial) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                requireRoom();
                partial.write(value);
            }

            @Override
            public void write(byte[] source, int offset, int count) throws IOException {
                requireRoom();
                partial.write(source, offset, count);
            }
        };
    }

    private void requireRoom() throws IOException {
        if (full) {
            throw noSpace();
        }
    }

    private static Map<String, DiskLog> copy(Map<String, DiskLog> logs) {
        Map<String, DiskLog> copies = new TreeMap<>();
        logs.forEach((group, log) -> copies.put(group, log.copy()));
        return copies;
    }

    /** How much a change to logs takes on the disk, about. */
    static long bytes(List<GroupBatch> batches) {
        long bytes = 0;
        for (GroupBatch batch : batches) {
            for (Entry entry : batch.batch().entries()) {
                bytes += entry.size();
            }
            bytes += batch.batch().hardState().map(Bytes::length).orElse(0);
        }
        return bytes;
    }

    private record Write(long number, List<GroupBatch> batches) {}
}
