/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.spi.Storage.GroupBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** What is done to a storage, step by step: each step follows from the seed, its number and what is stored. */
record StorageScript(long seed, int boot) {
    private static final Membership MEMBERSHIP = new Membership(new TreeSet<>(Set.of(PeerId.of("a"))), new TreeSet<>());

    /** One thing to do. */
    sealed interface Step {}

    /** One atomic write. */
    record Write(List<GroupBatch> batches) implements Step {
        boolean isDurable() {
            return batches.stream().anyMatch(batch -> batch.batch().mustBeDurable());
        }
    }

    /**
     * A snapshot.
     *
     * @param group whose
     * @param stored what it will be
     * @param isFetched whether it is fetched in two halves or taken
     * @param isFinished whether it is committed
     */
    record Snapshot(String group, Stored stored, boolean isFetched, boolean isFinished) implements Step {}

    /** Reads everything. */
    record Read() implements Step {}

    /** Closes and opens the storage. */
    record Reopen() implements Step {}

    Step step(int number, StoredModel model) {
        Random random = new Random(seed * 1_000_003 + boot * 10_007L + number);
        String name = StoredModel.GROUPS.get(random.nextInt(StoredModel.GROUPS.size()));
        int kind = random.nextInt(100);
        if (kind < 62) {
            return write(random, model);
        } else if (kind < 67) {
            return new Write(List.of(new GroupBatch(name, put(random, model.group(name), 300, 100))));
        } else if (kind < 82) {
            return new Write(List.of(new GroupBatch(name, compaction(random, model.group(name)))));
        } else if (kind < 88) {
            return taken(random, name, model.group(name));
        } else if (kind < 93) {
            return fetched(random, name, model.group(name));
        } else if (kind < 98) {
            return new Read();
        }
        return new Reopen();
    }

    private Write write(Random random, StoredModel model) {
        List<GroupBatch> batches = new ArrayList<>();
        for (String name : StoredModel.GROUPS) {
            if (batches.isEmpty() || random.nextBoolean()) {
                int size = random.nextInt(12) == 0 ? 60_000 : 200;
                batches.add(new GroupBatch(name, put(random, model.group(name), 12, size)));
            }
        }
        return new Write(batches);
    }

    private Log.Batch put(Random random, StoredModel.Group group, int count, int size) {
        long last = group.last();
        OptionalLong truncateFrom = OptionalLong.empty();
        if (random.nextInt(6) == 0 && !group.entries().isEmpty()) {
            last = group.entries().firstKey()
                    - 1
                    + random.nextInt((int) (last - group.entries().firstKey() + 1));
            truncateFrom = OptionalLong.of(last + 1);
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 1 + random.nextInt(count); i > 0; i--) {
            byte[] payload = new byte[random.nextInt(size)];
            random.nextBytes(payload);
            entries.add(new Entry(++last, boot, Entry.Kind.COMMANDS, Bytes.wrap(payload)));
        }
        return new Log.Batch(hardState(random, last), truncateFrom, entries, Optional.empty());
    }

    private Optional<Bytes> hardState(Random random, long last) {
        return random.nextInt(3) == 0
                ? Optional.of(Bytes.ofUtf8("boot " + boot + " at " + last + " " + random.nextInt()))
                : Optional.empty();
    }

    private Log.Batch compaction(Random random, StoredModel.Group group) {
        long entries = group.last() - group.floor().index();
        LogPosition to = entries > 0 && random.nextInt(10) != 0
                ? group.position(group.floor().index() + 1 + random.nextInt((int) entries))
                : new LogPosition(group.last() + 5, boot);
        Optional<Bytes> hardState = random.nextInt(3) == 0 ? hardState(random, group.last()) : Optional.empty();
        return new Log.Batch(hardState, OptionalLong.empty(), List.of(), Optional.of(to));
    }

    private Step taken(Random random, String name, StoredModel.Group group) {
        long newest = group.snapshot().map(stored -> stored.meta().index()).orElse(0L);
        long index = Math.max(group.last(), newest + 1);
        return new Snapshot(name, stored(name, index, boot, random.nextInt(80_000)), false, random.nextInt(6) != 0);
    }

    /** The same one until it is finished, so that what an earlier boot has fetched is continued. */
    private Step fetched(Random random, String name, StoredModel.Group group) {
        long newest = group.snapshot().map(stored -> stored.meta().index()).orElse(0L);
        long length = 30_000 + newest % 100_000;
        return new Snapshot(name, stored(name, newest + 100, 1, (int) length), true, random.nextBoolean());
    }

    private static Stored stored(String name, long index, long epoch, int length) {
        SnapshotMeta meta = new SnapshotMeta(index, epoch, MEMBERSHIP);
        CRC32C crc = new CRC32C();
        crc.update(content(name, meta, length));
        return new Stored(meta, length, (int) crc.getValue());
    }

    /** A snapshot's content. */
    static byte[] content(String name, SnapshotMeta meta, long length) {
        byte[] content = new byte[(int) length];
        new Random(name.hashCode() + meta.index() * 31 + meta.epoch()).nextBytes(content);
        return content;
    }
}
