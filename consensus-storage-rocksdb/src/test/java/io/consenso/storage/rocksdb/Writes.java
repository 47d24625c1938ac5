/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.Storage;
import io.consenso.spi.Storage.GroupBatch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;

/** What the tests write. Every entry's payload follows from its index and epoch, so that a reader can tell what it should be. */
final class Writes {
    static final String GROUP = "g";

    private Writes() {}

    static Entry entry(long index, long epoch) {
        byte[] payload = new byte[100 + (int) (index % 60)];
        new Random(index * 31 + epoch).nextBytes(payload);
        return new Entry(index, epoch, Entry.Kind.COMMANDS, Bytes.wrap(payload));
    }

    static List<Entry> entries(long from, long toExclusive, long epoch) {
        return LongStream.range(from, toExclusive)
                .mapToObj(index -> entry(index, epoch))
                .toList();
    }

    static Log.Batch put(List<Entry> entries) {
        return new Log.Batch(Optional.empty(), OptionalLong.empty(), entries, Optional.empty());
    }

    static Log.Batch vote(String vote) {
        return new Log.Batch(Optional.of(Bytes.ofUtf8(vote)), OptionalLong.empty(), List.of(), Optional.empty());
    }

    static Log.Batch compact(long index, long epoch) {
        return new Log.Batch(
                Optional.empty(), OptionalLong.empty(), List.of(), Optional.of(new LogPosition(index, epoch)));
    }

    static void write(Storage storage, Log.Batch batch) throws IOException {
        storage.write(List.of(new GroupBatch(GROUP, batch)));
    }

    /** Entries from one index to another in writes of ten. */
    static void append(Storage storage, long from, long toExclusive) throws IOException {
        for (long first = from; first < toExclusive; first += 10) {
            write(storage, put(entries(first, Math.min(first + 10, toExclusive), 1)));
        }
    }
}
