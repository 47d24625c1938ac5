/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tail must answer as if every change were on disk at once, whatever of it is. */
final class LogTailTest {
    private final MapLog disk = new MapLog();

    @Test
    void whatIsWrittenIsVisibleBeforeItIsDurable() {
        LogTail tail = new LogTail(disk, 1 << 20);
        tail.append(1, puts(entry(1, 1), entry(2, 1)));
        assertThat(tail.lastIndex()).isEqualTo(2);
        assertThat(tail.entries(1, 3, 1 << 20)).hasSize(2);
        assertThat(disk.lastIndex()).isZero();
    }

    @Test
    void answersAsTheWholeLogWould() {
        for (int seed = 0; seed < 300; seed++) {
            compareWithModel(new Random(seed), "seed " + seed);
        }
    }

    private static void compareWithModel(Random random, String seed) {
        MapLog disk = new MapLog();
        MapLog model = new MapLog();
        ArrayDeque<Log.Batch> unwritten = new ArrayDeque<>();
        LogTail tail = new LogTail(disk, 200);
        long batch = 0;
        long durable = 0;
        for (int step = 0; step < 200; step++) {
            if (random.nextInt(3) == 0 && !unwritten.isEmpty()) {
                disk.apply(unwritten.remove());
                tail.persisted(++durable);
            } else if (random.nextInt(40) == 0 && unwritten.isEmpty()) {
                tail = new LogTail(disk, 200);
            } else {
                Log.Batch change = randomChange(random, model);
                batch++;
                model.apply(change);
                tail.append(batch, change);
                unwritten.add(change);
            }
            assertThat(tail.floor()).as(seed).isEqualTo(model.floor());
            assertThat(tail.lastIndex()).as(seed).isEqualTo(model.lastIndex());
            for (long i = model.floor().index(); i <= model.lastIndex() + 1; i++) {
                assertThat(tail.epochAt(i)).as(seed).isEqualTo(model.epochAt(i));
            }
            assertThat(readAll(tail)).as(seed).isEqualTo(readAll(model));
        }
    }

    private static List<Entry> readAll(io.consenso.spi.LogView log) {
        List<Entry> all = new ArrayList<>();
        long next = log.firstIndex();
        while (true) {
            List<Entry> some = log.entries(next, log.lastIndex() + 1, 100);
            if (some.isEmpty()) {
                return all;
            }
            all.addAll(some);
            next = all.get(all.size() - 1).index() + 1;
        }
    }

    private static Log.Batch randomChange(Random random, MapLog model) {
        long first = model.firstIndex();
        long last = model.lastIndex();
        if (random.nextInt(15) == 0 && last >= first) {
            long to = first + random.nextInt((int) (last - first + 1));
            long epoch = model.epochAt(to).orElse(1);
            return new Log.Batch(
                    Optional.empty(), OptionalLong.empty(), List.of(), Optional.of(new LogPosition(to, epoch)));
        }
        if (random.nextInt(60) == 0) {
            return new Log.Batch(
                    Optional.empty(), OptionalLong.of(last + 8), List.of(), Optional.of(new LogPosition(last + 7, 9)));
        }
        OptionalLong truncate = OptionalLong.empty();
        long from = last + 1;
        if (random.nextInt(8) == 0) {
            from = Math.max(first, last - random.nextInt(12));
            if (random.nextBoolean()) {
                truncate = OptionalLong.of(from);
            }
        } else if (random.nextInt(10) == 0) {
            from = last + 2;
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            entries.add(entry(from, 1 + random.nextInt(9)));
            from++;
        }
        return new Log.Batch(Optional.empty(), truncate, entries, Optional.empty());
    }

    private static Entry entry(long index, long epoch) {
        return new Entry(index, epoch, Entry.Kind.COMMANDS, Bytes.ofLong(index * 31 + epoch));
    }

    private static Log.Batch puts(Entry... entries) {
        return new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(entries), Optional.empty());
    }

    /** The plainest log there is. */
    private static final class MapLog implements Log {
        private final TreeMap<Long, Entry> entries = new TreeMap<>();
        private LogPosition floor = LogPosition.ZERO;

        void apply(Batch batch) {
            batch.truncateFrom().ifPresent(from -> entries.tailMap(from).clear());
            batch.entries().forEach(entry -> entries.put(entry.index(), entry));
            batch.compactTo().ifPresent(position -> {
                entries.headMap(position.index(), true).clear();
                floor = position;
            });
        }

        @Override
        public Optional<Bytes> hardState() {
            return Optional.empty();
        }

        @Override
        public LogPosition floor() {
            return floor;
        }

        @Override
        public long lastIndex() {
            return entries.isEmpty() ? floor.index() : entries.lastKey();
        }

        @Override
        public OptionalLong epochAt(long index) {
            if (index == floor.index()) {
                return OptionalLong.of(floor.epoch());
            }
            Entry entry = entries.get(index);
            return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.epoch());
        }

        @Override
        public List<Entry> entries(long from, long toExclusive, long bytesMax) {
            List<Entry> found = new ArrayList<>();
            long bytes = 0;
            for (Map.Entry<Long, Entry> e :
                    entries.subMap(from, Math.max(from, toExclusive)).entrySet()) {
                bytes += e.getValue().size();
                if (bytes > bytesMax && !found.isEmpty()) {
                    break;
                }
                found.add(e.getValue());
            }
            return found;
        }
    }
}
