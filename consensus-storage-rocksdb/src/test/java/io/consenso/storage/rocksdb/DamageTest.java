/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static io.consenso.storage.rocksdb.Writes.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Log;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of docs/adr/0003-rocksdb-log.md: whatever happens to the files, a storage either opens with everything that it acknowledged or
 * refuses to open. Nothing in between.
 */
final class DamageTest {
    private static final PeerId SELF = PeerId.of("a");
    private static final int ENTRIES = 1000;

    @TempDir
    Path root;

    private int images;

    /** Damages of the write-ahead log, 1,000 entries in 100 synced writes. */
    enum WalDamage {
        TORN_TAIL(true) {
            @Override
            void damage(Path wal) throws IOException {
                Damage.truncate(wal, Files.size(wal) - 700);
            }
        },
        GARBAGE_APPENDED(false) {
            @Override
            void damage(Path wal) throws IOException {
                byte[] garbage = new byte[5000];
                new Random(1).nextBytes(garbage);
                Damage.append(wal, garbage);
            }
        },
        ZEROS_APPENDED(false) {
            @Override
            void damage(Path wal) throws IOException {
                Damage.append(wal, new byte[4096]);
            }
        },
        BIT_FLIP_IN_LAST_RECORD(true) {
            @Override
            void damage(Path wal) throws IOException {
                Damage.flipBit(wal, Files.size(wal) - 100);
            }
        },
        LAST_4_KIB_ZEROED(true) {
            @Override
            void damage(Path wal) throws IOException {
                Damage.zero(wal, Files.size(wal) - 4096, 4096);
            }
        },
        BIT_FLIP_IN_THE_MIDDLE(true) {
            @Override
            void damage(Path wal) throws IOException {
                Damage.flipBit(wal, Files.size(wal) / 2);
            }
        },
        DELETED(true) {
            @Override
            void damage(Path wal) throws IOException {
                Files.delete(wal);
            }
        },
        EMPTIED(true) {
            @Override
            void damage(Path wal) throws IOException {
                Damage.truncate(wal, 0);
            }
        };

        private final boolean isRefused;

        WalDamage(boolean isRefused) {
            this.isRefused = isRefused;
        }

        abstract void damage(Path wal) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void noDamageOfTheWalLosesAnAcknowledgedEntry(WalDamage damage) throws IOException {
        CrashImage image;
        Path source = root.resolve("source");
        try (RocksStorage storage = RocksStorage.open(source, SELF)) {
            Writes.append(storage, 1, ENTRIES + 1);
            Writes.write(storage, Writes.vote("vote"));
            image = image(source);
        }
        damage.damage(image.wal());
        if (damage.isRefused) {
            assertThatThrownBy(() -> RocksStorage.open(image.directory(), SELF))
                    .isInstanceOf(UnusableStorageException.class)
                    .hasMessageContaining(image.directory().toString())
                    .hasMessageNotContaining("\n");
        } else {
            assertComplete(image.directory(), ENTRIES);
        }
    }

    /** A write that was under way when the process died was promised to nobody. */
    @Test
    void dropsATornTailThatWasNeverAcknowledged() throws IOException {
        Path source = root.resolve("source");
        try (RocksStorage storage = RocksStorage.open(source, SELF)) {
            Writes.append(storage, 1, 991);
            Writes.write(storage, Writes.vote("vote"));
            CrashImage before = image(source);
            Writes.append(storage, 991, 1001);
            CrashImage image = image(source);
            Damage.truncate(image.wal(), Files.size(image.wal()) - 700);
            copyMark(before, image);
            assertComplete(image.directory(), 990);
        }
    }

    /**
     * The one loss that nothing local can recognise: the disk loses the end of what it claimed to have synced, exactly between two records,
     * in the same power failure that takes the unsynced mark back to an older state. With the mark, the same cut is refused.
     */
    @Test
    void recognisesACutBetweenTwoRecordsByTheMarkAlone() throws IOException {
        Path source = root.resolve("source");
        try (RocksStorage storage = RocksStorage.open(source, SELF)) {
            Writes.write(storage, Writes.vote("vote"));
            Writes.append(storage, 1, 501);
            CrashImage half = image(source);
            long boundary = Files.size(half.wal());
            Writes.append(storage, 501, 1001);

            CrashImage cut = image(source);
            Damage.truncate(cut.wal(), boundary);
            assertThatThrownBy(() -> RocksStorage.open(cut.directory(), SELF))
                    .isInstanceOf(UnusableStorageException.class)
                    .hasMessageContaining("lost acknowledged writes");

            CrashImage cutAndForgotten = image(source);
            Damage.truncate(cutAndForgotten.wal(), boundary);
            copyMark(half, cutAndForgotten);
            assertComplete(cutAndForgotten.directory(), 500);
        }
    }

    @Test
    void readsOfATableThatRotsWhileOpenThrow() throws IOException {
        Path directory = root.resolve("source");
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            Writes.append(storage, 1, ENTRIES + 1);
        }
        // Opening writes what was in the write-ahead log to a table.
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            Path table = new CrashImage(directory).table();
            for (long position = 1000; position < Files.size(table) - 20_000; position += 10_000) {
                Damage.flipBit(table, position);
            }
            Log log = storage.log(GROUP);
            assertThat(log.lastIndex()).isEqualTo(ENTRIES);
            assertThatThrownBy(() -> log.entries(1, ENTRIES, Long.MAX_VALUE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("group 'g', entries from 1");
            assertThatThrownBy(() -> log.entries(500, 501, Long.MAX_VALUE)).isInstanceOf(UncheckedIOException.class);
        }
    }

    /** Any file, any damage. A failing seed is its own reproduction. */
    @TestFactory
    Stream<DynamicTest> noDamageGoesUnnoticed() throws IOException {
        Path source = root.resolve("source");
        CrashImage image;
        try (RocksStorage storage = RocksStorage.open(source, SELF)) {
            Writes.append(storage, 1, 501);
        }
        try (RocksStorage storage = RocksStorage.open(source, SELF)) {
            Writes.append(storage, 501, ENTRIES + 1);
            Writes.write(storage, Writes.vote("vote"));
            image = image(source);
        }
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Stream<DynamicTest> seeds = IntStream.rangeClosed(1, 120)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    CrashImage copy = image(image.directory());
                    String what = damageAnything(copy, new Random(seed));
                    try {
                        assertComplete(copy.directory(), ENTRIES);
                        opened.incrementAndGet();
                    } catch (UnusableStorageException e) {
                        refused.incrementAndGet();
                        assertThat(e)
                                .as(what)
                                .hasMessageContaining(copy.directory().toString());
                    } catch (AssertionError e) {
                        fail(what, e);
                    }
                }));
        // Otherwise the seeds prove nothing.
        DynamicTest both = DynamicTest.dynamicTest("some damage is harmless, some is not", () -> {
            assertThat(opened).hasPositiveValue();
            assertThat(refused).hasPositiveValue();
        });
        return Stream.concat(seeds, Stream.of(both));
    }

    private static String damageAnything(CrashImage image, Random random) throws IOException {
        List<Path> files = image.files();
        Path file = files.get(random.nextInt(files.size()));
        int size = (int) Files.size(file);
        int at = size == 0 ? 0 : random.nextInt(size);
        switch (random.nextInt(6)) {
            case 0 -> Damage.truncate(file, at);
            case 1 -> Files.delete(file);
            case 2 -> Damage.zero(file, at, Math.min(size - at, 1 + random.nextInt(5000)));
            case 3 -> {
                byte[] garbage = new byte[1 + random.nextInt(1000)];
                random.nextBytes(garbage);
                Damage.append(file, garbage);
            }
            default -> Damage.flipBit(file, at);
        }
        return file + " at " + at + " of " + size;
    }

    private CrashImage image(Path source) throws IOException {
        return CrashImage.take(source, root.resolve("image" + images++));
    }

    private static void copyMark(CrashImage from, CrashImage to) throws IOException {
        byte[] mark = Files.readAllBytes(from.directory().resolve("MARK"));
        try (RandomAccessFile file =
                new RandomAccessFile(to.directory().resolve("MARK").toFile(), "rw")) {
            file.write(mark);
        }
    }

    private static void assertComplete(Path directory, int entries) throws IOException {
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            Log log = storage.log(GROUP);
            assertThat(log.lastIndex()).isEqualTo(entries);
            assertThat(log.hardState()).contains(Bytes.ofUtf8("vote"));
            assertThat(new ArrayList<>(log.entries(1, Long.MAX_VALUE, Long.MAX_VALUE)))
                    .isEqualTo(Writes.entries(1, entries + 1, 1));
        }
    }
}
