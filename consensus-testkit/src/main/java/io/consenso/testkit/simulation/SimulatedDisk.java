/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.spi.Storage.GroupBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps when its process dies. A write is seen by the process at once, as through a page cache, and is safe when the call
 * that made it has returned; a power failure before that keeps some of the unsafe writes, in order, and never a part of one: a torn record
 * fails its checksum and counts as not written.
 */
public final class SimulatedDisk {
    /** Without a sync, the operating system writes within this time. */
    private static final long WRITE_BACK_NANOS = Duration.ofSeconds(5).toNanos();

    private final Simulation simulation;
    private final String name;
    private final RandomGenerator random;
    private final Map<String, DiskLog> logs = new TreeMap<>();
    private final Map<String, DiskSnapshots> snapshots = new TreeMap<>();
    private final Deque<Write> unsafe = new ArrayDeque<>();
    private DiskOptions options = DiskOptions.ssd();
    private @Nullable SimulatedStorage opened;
    private @Nullable IOException nextFailure;
    private boolean full;
    private long stalledUntil;
    private long storageId;
    private long writes;

    SimulatedDisk(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        this.random = simulation.random("disk/" + name);
        this.storageId = random.nextLong();
    }

    /** How fast it is from now on. */
    public void options(DiskOptions speed) {
        options = speed;
    }

    /**
     * The next write of a log, or the next commit of a snapshot, throws this. Whether it has reached the disk nobody knows: that is drawn
     * from the seed. Every later write of the same process fails, too.
     */
    public void failNextWrite(IOException failure) {
        nextFailure = failure;
    }

    /** While full, every write fails. Making room does not help a process that has seen a failure; a restart does. */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** Whatever is synced before that much time has passed hangs until then. */
    public void stall(Duration duration) {
        stalledUntil = Math.max(stalledUntil, simulation.now() + duration.toNanos());
    }

    /** From now on reading that entry throws, as a checksum that does not match. */
    public void damageEntry(String group, long index) {
        log(group).damaged.add(index);
    }

    /** From now on opening or reading the group's newest snapshot throws, as a checksum that does not match. */
    public void damageSnapshot(String group) {
        snapshots(group).damageLatest();
    }

    /** Replaces the disk by an empty one with another {@link io.consenso.spi.Storage#storageId()}. Only while the node is down. */
    public void wipe() {
        if (opened != null) {
            throw new IllegalStateException("the disk of " + name + " is in use");
        }
        logs.clear();
        snapshots.clear();
        unsafe.clear();
        storageId = random.nextLong();
    }

    DiskOptions options() {
        return options;
    }

    /** There is room, and no write is due to fail. */
    void mend() {
        full = false;
        nextFailure = null;
    }

    /** Damages the entry at that share of the way up the log of the first group; returns whether there is an entry. */
    boolean damageEntryAt(double share) {
        for (DiskLog log : logs.values()) {
            if (!log.entries.isEmpty()) {
                List<Long> indexes = List.copyOf(log.entries.keySet());
                log.damaged.add(indexes.get((int) Math.min(indexes.size() - 1, share * indexes.size())));
                return true;
            }
        }
        return false;
    }

    /** Damages every group's newest snapshot; returns whether there is any. */
    boolean damageSnapshots() {
        boolean isAny = snapshots.values().stream().anyMatch(DiskSnapshots::isAny);
        snapshots.values().forEach(DiskSnapshots::damageLatest);
        return isAny;
    }

    /** The end of the longest log. */
    long lastIndex() {
        return logs.values().stream().mapToLong(DiskLog::lastIndex).max().orElse(0);
    }

    /** Whether a power failure now would take nothing. */
    boolean isSafe() {
        return unsafe.isEmpty();
    }

    long storageId() {
        return storageId;
    }

    DiskLog log(String group) {
        return logs.computeIfAbsent(group, key -> new DiskLog());
    }

    DiskSnapshots snapshots(String group) {
        return snapshots.computeIfAbsent(group, key -> new DiskSnapshots(random));
    }

    SimulatedStorage open(SimulatedProcess process) {
        if (opened != null) {
            throw new IllegalStateException("the disk of " + name + " is in use");
        }
        SimulatedStorage storage = new SimulatedStorage(process, this);
        opened = storage;
        return storage;
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

    /** Throws if a fault is due; a write that fails may have happened all the same. */
    void check(Runnable happened) throws IOException {
        if (full) {
            throw new IOException("no space left on the disk of " + name);
        }
        IOException due = nextFailure;
        if (due != null) {
            nextFailure = null;
            if (random.nextBoolean()) {
                happened.run();
            }
            throw due;
        }
    }

    /** Applies the batches; they are unsafe until {@link #safe} or a sync says otherwise. */
    long apply(List<GroupBatch> batches) {
        List<DiskLog> touched = new ArrayList<>(batches.size());
        List<DiskLog.Undo> undos = new ArrayList<>(batches.size());
        for (GroupBatch batch : batches) {
            DiskLog log = log(batch.group());
            touched.add(log);
            undos.add(log.apply(batch.batch()));
        }
        unsafe.add(new Write(++writes, touched, undos));
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
            unsafe.removeFirst();
        }
    }

    /** The process is gone and so is what was not safe, from some write on. */
    void powerLost() {
        opened = null;
        int kept = random.nextInt(unsafe.size() + 1);
        simulation.trace().event(simulation.now(), name, "lost", "writes", unsafe.size() - kept);
        while (unsafe.size() > kept) {
            unsafe.removeLast().revert();
        }
        unsafe.clear();
        long now = simulation.now();
        snapshots.values().forEach(group -> group.powerLost(now));
    }

    /** The process is gone, the operating system writes the rest. */
    void flushed() {
        opened = null;
        unsafe.clear();
        snapshots.values().forEach(DiskSnapshots::flushed);
    }

    /** The process let go of the disk in good order. */
    void closed(SimulatedStorage storage) {
        if (opened == storage) {
            flushed();
        }
    }

    private record Write(long number, List<DiskLog> logs, List<DiskLog.Undo> undos) {
        void revert() {
            for (int i = logs.size() - 1; i >= 0; i--) {
                logs.get(i).revert(undos.get(i));
            }
        }
    }
}
