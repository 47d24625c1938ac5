/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Entry.Kind;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.Storage.GroupBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link Log} must do. Extend it, say where a storage lives, and JUnit runs it:
 *
 * <pre>{@code
 * class MyLogContractTest extends LogContract {
 *     @TempDir Path directory;
 *     private int homes;
 *
 *     @Override protected StorageContract.Home newHome() {
 *         Path home = directory.resolve("storage" + homes++);
 *         return () -> MyStorage.open(home);
 *     }
 * }
 * }</pre>
 *
 * <p>What a crash leaves of a write, and what a damaged record does to a read, depends on the medium; only the adapter's own tests can try it.
 */
public abstract class LogContract {
    private static final String GROUP = "group";
    private static final long ALL = Long.MAX_VALUE;
    private static final List<Kind> KINDS = List.of(Kind.values());

    private StorageContract.@Nullable Opened opened;

    /** For subclasses. */
    protected LogContract() {}

    /** A home in which nothing has been stored yet, different from all others. */
    protected abstract StorageContract.Home newHome() throws IOException;

    /** Whether any thread may read while another writes, as {@link Log} says. Only a simulated one may answer no. */
    protected boolean isThreadSafe() {
        return true;
    }

    private StorageContract.Opened opened() throws IOException {
        if (opened == null) {
            opened = new StorageContract.Opened(newHome());
        }
        return opened;
    }

    private Log log() throws IOException {
        return opened().storage().log(GROUP);
    }

    private void write(Log.Batch batch) throws IOException {
        opened().storage().write(List.of(new GroupBatch(GROUP, batch)));
    }

    private void reopen() throws IOException {
        opened().reopen();
    }

    /** Checks now, and again after the log was closed and opened. */
    private void nowAndAfterReopen(Check check) throws IOException {
        check.check(log());
        reopen();
        check.check(log());
    }

    private interface Check {
        void check(Log log);
    }

    @AfterEach
    void closeStorage() throws IOException {
        if (opened != null) {
            opened.storage().close();
        }
    }

    @Test
    void isEmptyWhenFresh() throws IOException {
        nowAndAfterReopen(log -> {
            assertThat(log.floor()).isEqualTo(LogPosition.ZERO);
            assertThat(log.firstIndex()).isEqualTo(1);
            assertThat(log.lastIndex()).isZero();
            assertThat(log.hardState()).isEmpty();
            assertThat(log.epochAt(0)).hasValue(0);
            assertThat(log.epochAt(1)).isEmpty();
            assertThat(log.entries(1, ALL, ALL)).isEmpty();
        });
    }

    @Test
    void readsBackWhatWasPut() throws IOException {
        write(put(entry(1, 1), entry(2, 1), entry(3, 2)));
        nowAndAfterReopen(log -> {
            assertThat(log.firstIndex()).isEqualTo(1);
            assertThat(log.lastIndex()).isEqualTo(3);
            assertThat(log.epochAt(2)).hasValue(1);
            assertThat(log.epochAt(3)).hasValue(2);
            assertThat(log.epochAt(4)).isEmpty();
            assertThat(log.entries(1, 4, ALL)).containsExactly(entry(1, 1), entry(2, 1), entry(3, 2));
            assertThat(log.entries(2, 3, ALL)).containsExactly(entry(2, 1));
            assertThat(log.entries(2, 2, ALL)).isEmpty();
            assertThat(log.entries(3, 2, ALL)).isEmpty();
            assertThat(log.entries(4, ALL, ALL)).isEmpty();
            assertThat(log.entries(0, ALL, ALL)).hasSize(3);
        });
    }

    @Test
    void stopsBeforeTheEntryThatExceedsTheBudget() throws IOException {
        write(put(entry(1, 1, 100), entry(2, 1, 100), entry(3, 1, 100), entry(5, 1, 1000)));
        long one = entry(1, 1, 100).size();
        nowAndAfterReopen(log -> {
            assertThat(log.entries(1, ALL, 3 * one)).hasSize(3);
            assertThat(log.entries(1, ALL, 3 * one - 1)).hasSize(2);
            assertThat(log.entries(1, ALL, 2 * one)).hasSize(2);
            assertThat(log.entries(1, ALL, one)).hasSize(1);
        });
    }

    @Test
    void returnsOneEntryHoweverSmallTheBudget() throws IOException {
        write(put(entry(1, 1, 100), entry(4, 1, 1000), entry(5, 1, 1)));
        nowAndAfterReopen(log -> {
            assertThat(log.entries(1, ALL, 0)).containsExactly(entry(1, 1, 100));
            assertThat(log.entries(2, ALL, 1)).containsExactly(entry(4, 1, 1000));
            assertThat(log.entries(2, 4, 1)).isEmpty();
        });
    }

    @Test
    void allowsHoles() throws IOException {
        write(put(entry(3, 1), entry(7, 4)));
        write(put(entry(5, 2)));
        nowAndAfterReopen(log -> {
            assertThat(log.firstIndex()).isEqualTo(1);
            assertThat(log.lastIndex()).isEqualTo(7);
            assertThat(log.epochAt(4)).isEmpty();
            assertThat(log.epochAt(5)).hasValue(2);
            assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(3, 1), entry(5, 2), entry(7, 4));
            assertThat(log.entries(4, 7, ALL)).containsExactly(entry(5, 2));
            assertThat(log.entries(4, 5, ALL)).isEmpty();
        });
    }

    @Test
    void replacesAnEntryByItsIndexAndTouchesNoOther() throws IOException {
        write(put(entry(1, 5), entry(2, 5), entry(3, 5)));
        Entry shorter = new Entry(2, 3, Kind.NOOP, Bytes.EMPTY);
        write(put(shorter));
        nowAndAfterReopen(log -> {
            assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(1, 5), shorter, entry(3, 5));
            assertThat(log.epochAt(1)).hasValue(5);
            assertThat(log.epochAt(2)).hasValue(3);
            assertThat(log.epochAt(3)).hasValue(5);
            assertThat(log.lastIndex()).isEqualTo(3);
        });
    }

    @Test
    void truncatesBeforeItPutsTheEntriesOfTheSameBatch() throws IOException {
        write(put(entry(1, 1), entry(2, 1), entry(3, 1), entry(4, 1), entry(9, 1)));
        write(new Log.Batch(Optional.empty(), OptionalLong.of(3), List.of(entry(3, 2), entry(4, 2)), Optional.empty()));
        nowAndAfterReopen(log -> {
            assertThat(log.lastIndex()).isEqualTo(4);
            assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(1, 1), entry(2, 1), entry(3, 2), entry(4, 2));
            assertThat(log.epochAt(9)).isEmpty();
        });
    }

    @Test
    void truncatesWhereNothingIs() throws IOException {
        write(put(entry(1, 1), entry(5, 1)));
        write(truncate(6));
        write(truncate(100));
        nowAndAfterReopen(log -> assertThat(log.lastIndex()).isEqualTo(5));
        write(truncate(3));
        nowAndAfterReopen(log -> assertThat(log.lastIndex()).isEqualTo(1));
        write(truncate(1));
        nowAndAfterReopen(log -> assertThat(log.lastIndex()).isZero());
    }

    @Test
    void compactsUpToAPositionThatBecomesTheFloor() throws IOException {
        write(put(entry(1, 1), entry(2, 1), entry(3, 2), entry(4, 2)));
        write(compact(2, 1));
        nowAndAfterReopen(log -> {
            assertThat(log.floor()).isEqualTo(new LogPosition(2, 1));
            assertThat(log.firstIndex()).isEqualTo(3);
            assertThat(log.lastIndex()).isEqualTo(4);
            assertThat(log.epochAt(1)).isEmpty();
            assertThat(log.epochAt(2)).hasValue(1);
            assertThat(log.epochAt(3)).hasValue(2);
            assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(3, 2), entry(4, 2));
        });
    }

    @Test
    void isEmptyAboveTheFloorWhenAllIsCompacted() throws IOException {
        write(put(entry(1, 1), entry(2, 3)));
        write(compact(2, 3));
        nowAndAfterReopen(log -> {
            assertThat(log.lastIndex()).isEqualTo(2);
            assertThat(log.firstIndex()).isEqualTo(3);
            assertThat(log.epochAt(2)).hasValue(3);
            assertThat(log.entries(1, ALL, ALL)).isEmpty();
        });
        write(put(entry(3, 3)));
        nowAndAfterReopen(log -> assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(3, 3)));
    }

    @Test
    void startsAnewAboveAnInstalledSnapshot() throws IOException {
        write(put(entry(1, 1), entry(2, 1), entry(3, 1)));
        write(new Log.Batch(
                Optional.of(Bytes.ofUtf8("vote")),
                OptionalLong.of(1),
                List.of(),
                Optional.of(new LogPosition(1000, 9))));
        nowAndAfterReopen(log -> {
            assertThat(log.floor()).isEqualTo(new LogPosition(1000, 9));
            assertThat(log.lastIndex()).isEqualTo(1000);
            assertThat(log.epochAt(1000)).hasValue(9);
            assertThat(log.epochAt(3)).isEmpty();
            assertThat(log.entries(1, ALL, ALL)).isEmpty();
            assertThat(log.hardState()).contains(Bytes.ofUtf8("vote"));
        });
        write(put(entry(1001, 9)));
        nowAndAfterReopen(log -> assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(1001, 9)));
    }

    @Test
    void neverLowersTheFloor() throws IOException {
        write(put(entry(1, 1), entry(2, 1), entry(3, 2), entry(4, 2)));
        write(compact(3, 2));
        write(compact(2, 1));
        nowAndAfterReopen(log -> {
            assertThat(log.floor()).isEqualTo(new LogPosition(3, 2));
            assertThat(log.epochAt(2)).isEmpty();
            assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(4, 2));
        });
    }

    @Test
    void takesThePartsOfABatchInTheirOrder() throws IOException {
        write(put(entry(1, 1), entry(2, 1), entry(3, 1), entry(4, 1)));
        write(new Log.Batch(
                Optional.of(Bytes.ofUtf8("all at once")),
                OptionalLong.of(2),
                List.of(entry(2, 5), entry(3, 5)),
                Optional.of(new LogPosition(2, 5))));
        nowAndAfterReopen(log -> {
            assertThat(log.hardState()).contains(Bytes.ofUtf8("all at once"));
            assertThat(log.floor()).isEqualTo(new LogPosition(2, 5));
            assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(3, 5));
        });
    }

    /** Every write replaces all entries by those of its own epoch, so a read that mixes two epochs has seen half a write. */
    @Test
    void aReadBesideAWriteSeesTheLogBeforeOrAfterIt() throws Exception {
        assumeTrue(isThreadSafe(), "a log for one thread");
        write(ofEpoch(1));
        Log log = log();
        AtomicBoolean isDone = new AtomicBoolean();
        List<String> broken = Collections.synchronizedList(new ArrayList<>());
        List<Thread> readers = Stream.generate(() -> new Thread(() -> readUntil(isDone, log, broken)))
                .limit(2)
                .toList();
        readers.forEach(Thread::start);
        for (int epoch = 2; epoch <= 60; epoch++) {
            write(ofEpoch(epoch));
        }
        isDone.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(broken).isEmpty();
    }

    private static Log.Batch ofEpoch(int epoch) {
        List<Entry> entries = LongStream.rangeClosed(1, 20)
                .mapToObj(index -> entry(index, epoch, 50))
                .toList();
        return new Log.Batch(Optional.empty(), OptionalLong.of(1), entries, Optional.empty());
    }

    private static void readUntil(AtomicBoolean isDone, Log log, List<String> broken) {
        do {
            try {
                List<Long> epochs =
                        log.entries(1, ALL, ALL).stream().map(Entry::epoch).toList();
                if (epochs.size() != 20 || epochs.stream().distinct().count() != 1) {
                    broken.add("entries of epochs " + epochs);
                }
                if (log.lastIndex() != 20 || log.epochAt(20).isEmpty()) {
                    broken.add("the last entry is missing");
                }
            } catch (RuntimeException e) {
                broken.add(e.toString());
            }
        } while (!isDone.get() && broken.isEmpty());
    }

    @Test
    void putsBeforeItCompactsInTheSameBatch() throws IOException {
        write(new Log.Batch(
                Optional.empty(),
                OptionalLong.empty(),
                List.of(entry(1, 1), entry(2, 1), entry(3, 1)),
                Optional.of(new LogPosition(2, 1))));
        nowAndAfterReopen(log -> {
            assertThat(log.floor()).isEqualTo(new LogPosition(2, 1));
            assertThat(log.entries(1, ALL, ALL)).containsExactly(entry(3, 1));
        });
    }

    @Test
    void compactsAgainAndAgain() throws IOException {
        int entries = 5000;
        for (int i = 1; i <= entries; i += 100) {
            int first = i;
            write(new Log.Batch(
                    Optional.empty(),
                    OptionalLong.empty(),
                    LongStream.range(first, first + 100)
                            .mapToObj(index -> entry(index, 1, 20))
                            .toList(),
                    first == 1 ? Optional.empty() : Optional.of(new LogPosition(first - 50, 1))));
        }
        nowAndAfterReopen(log -> {
            assertThat(log.floor()).isEqualTo(new LogPosition(entries - 149, 1));
            assertThat(log.lastIndex()).isEqualTo(entries);
            assertThat(log.entries(1, ALL, ALL)).hasSize(149);
        });
    }

    @Test
    void keepsTheLatestHardState() throws IOException {
        write(hardState(Bytes.ofUtf8("one")));
        nowAndAfterReopen(log -> assertThat(log.hardState()).contains(Bytes.ofUtf8("one")));
        write(put(entry(1, 1)));
        nowAndAfterReopen(log -> assertThat(log.hardState()).contains(Bytes.ofUtf8("one")));
        write(hardState(Bytes.ofUtf8("two")));
        nowAndAfterReopen(log -> assertThat(log.hardState()).contains(Bytes.ofUtf8("two")));
        write(hardState(Bytes.EMPTY));
        nowAndAfterReopen(log -> assertThat(log.hardState()).contains(Bytes.EMPTY));
    }

    @Test
    void storesPayloadsOfAnySize() throws IOException {
        List<Entry> entries = List.of(
                new Entry(1, 1, Kind.COMMANDS, Bytes.EMPTY),
                entry(2, 1, 1),
                entry(3, 1, 4 << 20),
                entry(4, 1, 300_000),
                entry(5, 1, 0),
                entry(6, 1, (4 << 20) + 1));
        write(put(entries.toArray(Entry[]::new)));
        nowAndAfterReopen(
                log -> assertThat(log.entries(1, ALL, ALL).equals(entries)).isTrue());
    }

    @Test
    void storesSlicesOfLargerArrays() throws IOException {
        Bytes whole = Bytes.ofUtf8("0123456789");
        Entry slice = new Entry(1, 1, Kind.COMMANDS, whole.slice(3, 6));
        write(put(slice));
        nowAndAfterReopen(log -> assertThat(log.entries(1, 2, ALL)).containsExactly(slice));
    }

    @Test
    void storesEveryKindAndTheHighestEpochs() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            entries.add(new Entry(entries.size() + 1, Long.MAX_VALUE - entries.size(), kind, Bytes.ofUtf8("x")));
        }
        write(put(entries.toArray(Entry[]::new)));
        nowAndAfterReopen(log -> {
            assertThat(log.entries(1, ALL, ALL)).isEqualTo(entries);
            assertThat(log.epochAt(1)).hasValue(Long.MAX_VALUE);
        });
    }

    @Test
    void storesHighIndexes() throws IOException {
        long high = Long.MAX_VALUE / 2;
        write(put(entry(1, 1), entry(high, 2)));
        nowAndAfterReopen(log -> {
            assertThat(log.lastIndex()).isEqualTo(high);
            assertThat(log.entries(2, ALL, ALL)).containsExactly(entry(high, 2));
        });
    }

    /** A TreeMap does what the log should; a failing seed is its own reproduction. */
    @TestFactory
    Stream<DynamicTest> agreesWithAModel() {
        return LongStream.rangeClosed(1, 12)
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> {
                    StorageContract.Opened fresh = new StorageContract.Opened(newHome());
                    try {
                        new Model(fresh, new Random(seed)).run(150);
                    } finally {
                        fresh.storage().close();
                    }
                }));
    }

    private static final class Model {
        private final StorageContract.Opened opened;
        private final Random random;
        private final TreeMap<Long, Entry> entries = new TreeMap<>();
        private LogPosition floor = LogPosition.ZERO;
        private Optional<Bytes> hardState = Optional.empty();

        Model(StorageContract.Opened opened, Random random) {
            this.opened = opened;
            this.random = random;
        }

        void run(int steps) throws IOException {
            for (int step = 0; step < steps; step++) {
                List<GroupBatch> batches = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    batches.add(new GroupBatch(GROUP, nextBatch()));
                }
                opened.storage().write(batches);
                if (random.nextInt(25) == 0) {
                    opened.reopen();
                }
                compare();
            }
            opened.reopen();
            compare();
        }

        private long last() {
            return entries.isEmpty() ? floor.index() : entries.lastKey();
        }

        private Log.Batch nextBatch() {
            Optional<Bytes> newState = Optional.empty();
            OptionalLong truncateFrom = OptionalLong.empty();
            List<Entry> puts = new ArrayList<>();
            Optional<LogPosition> compactTo = Optional.empty();
            if (random.nextInt(4) == 0) {
                newState = Optional.of(bytes(random.nextInt(40)));
                hardState = newState;
            }
            if (random.nextInt(6) == 0) {
                long from = floor.index() + 1 + random.nextInt((int) (last() - floor.index()) + 3);
                truncateFrom = OptionalLong.of(from);
                entries.tailMap(from, true).clear();
            }
            if (random.nextInt(5) != 0) {
                long index = random.nextInt(3) == 0
                        ? floor.index() + 1 + random.nextInt((int) (last() - floor.index()) + 1)
                        : last() + 1;
                for (int i = random.nextInt(6); i > 0; i--) {
                    Entry entry = randomEntry(index);
                    puts.add(entry);
                    entries.put(index, entry);
                    index += random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 1;
                }
            }
            if (random.nextInt(10) == 0) {
                compactTo = Optional.of(nextFloor());
                floor = compactTo.get();
                entries.headMap(floor.index(), true).clear();
            }
            return new Log.Batch(newState, truncateFrom, puts, compactTo);
        }

        private LogPosition nextFloor() {
            boolean isInstall = random.nextInt(4) == 0;
            long index = isInstall
                    ? last() + 1 + random.nextInt(2000)
                    : floor.index() + 1 + random.nextInt((int) (last() - floor.index()) + 1);
            Entry there = entries.get(index);
            return new LogPosition(index, there == null ? 1 + random.nextInt(9) : there.epoch());
        }

        private Entry randomEntry(long index) {
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            return new Entry(index, 1 + random.nextInt(4), kind, bytes(random.nextInt(200)));
        }

        private Bytes bytes(int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return Bytes.wrap(bytes);
        }

        private void compare() {
            Log log = opened.storage().log(GROUP);
            assertThat(log.hardState()).isEqualTo(hardState);
            assertThat(log.floor()).isEqualTo(floor);
            assertThat(log.lastIndex()).isEqualTo(last());
            assertThat(log.epochAt(floor.index())).hasValue(floor.epoch());
            for (long index = floor.index() + 1; index <= last() + 1 && index < floor.index() + 300; index++) {
                Entry there = entries.get(index);
                assertThat(log.epochAt(index))
                        .isEqualTo(there == null ? OptionalLong.empty() : OptionalLong.of(there.epoch()));
            }
            long from = floor.index() + random.nextInt((int) (last() - floor.index()) + 2);
            long to = from + random.nextInt(50);
            long budget = random.nextInt(2000);
            assertThat(log.entries(from, to, budget)).isEqualTo(expected(from, to, budget));
            assertThat(log.entries(1, ALL, ALL)).isEqualTo(new ArrayList<>(entries.values()));
        }

        private List<Entry> expected(long from, long to, long budget) {
            List<Entry> found = new ArrayList<>();
            long bytes = 0;
            for (Entry entry : entries.subMap(Math.min(from, to), to).values()) {
                bytes += entry.size();
                if (bytes > budget && !found.isEmpty()) {
                    break;
                }
                found.add(entry);
            }
            return found;
        }
    }

    private static Entry entry(long index, long epoch) {
        return entry(index, epoch, (int) (index % 50));
    }

    private static Entry entry(long index, long epoch, int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) (index + epoch));
        return new Entry(index, epoch, Kind.COMMANDS, Bytes.wrap(payload));
    }

    private static Log.Batch put(Entry... entries) {
        return new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(entries), Optional.empty());
    }

    private static Log.Batch truncate(long from) {
        return new Log.Batch(Optional.empty(), OptionalLong.of(from), List.of(), Optional.empty());
    }

    private static Log.Batch hardState(Bytes state) {
        return new Log.Batch(Optional.of(state), OptionalLong.empty(), List.of(), Optional.empty());
    }

    private static Log.Batch compact(long index, long epoch) {
        return new Log.Batch(
                Optional.empty(), OptionalLong.empty(), List.of(), Optional.of(new LogPosition(index, epoch)));
    }
}
