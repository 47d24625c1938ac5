/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static io.consenso.storage.rocksdb.Writes.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers beside the writer, closing under readers, a full disk, a killed process. */
final class LifeAndDeathTest {
    private static final PeerId SELF = PeerId.of("a");

    @TempDir
    Path root;

    @Test
    void keepsWhatAKilledProcessAcknowledged() throws Exception {
        Path directory = root.resolve("killed");
        long acknowledged = 0;
        for (int round = 0; round < 3; round++) {
            Process child = OtherProcess.start("write", directory);
            acknowledged = Math.max(acknowledged, readUntil(child, acknowledged + 700 + 31L * round));
            child.destroyForcibly();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
                Log log = storage.log(GROUP);
                assertThat(log.lastIndex()).isGreaterThanOrEqualTo(acknowledged);
                assertThat(log.entries(1, Long.MAX_VALUE, Long.MAX_VALUE))
                        .isEqualTo(Writes.entries(log.firstIndex(), log.lastIndex() + 1, 1));
            }
        }
    }

    private static long readUntil(Process child, long target) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        long acknowledged = 0;
        String line = lines.readLine();
        while (line != null && acknowledged < target) {
            if (line.startsWith("acknowledged ")) {
                acknowledged = Long.parseLong(line.substring("acknowledged ".length()));
            }
            line = lines.readLine();
        }
        return acknowledged;
    }

    @Test
    void readsWhileItWrites() throws Exception {
        try (RocksStorage storage =
                RocksStorage.open(root.resolve("busy"), RocksOptions.of(SELF).withoutFsync())) {
            Log log = storage.log(GROUP);
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService readers = Executors.newFixedThreadPool(2);
            List<Future<?>> running = new ArrayList<>();
            for (int seed = 0; seed < 2; seed++) {
                Random random = new Random(seed);
                running.add(readers.submit(() -> {
                    while (!done.get()) {
                        readSomething(log, random);
                    }
                }));
            }
            try {
                writeSomething(storage, log);
            } finally {
                done.set(true);
                for (Future<?> reader : running) {
                    reader.get(60, TimeUnit.SECONDS);
                }
                readers.shutdownNow();
            }
        }
    }

    private static void writeSomething(RocksStorage storage, Log log) throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 4000; i++) {
            long last = log.lastIndex();
            long above = last - log.floor().index();
            if (random.nextInt(5) == 0 && above > 10) {
                long from = last - random.nextInt(8);
                Writes.write(
                        storage,
                        new Log.Batch(
                                Optional.empty(),
                                OptionalLong.of(from),
                                Writes.entries(from, from + 3, 1 + i),
                                Optional.empty()));
            } else {
                Writes.write(storage, Writes.put(Writes.entries(last + 1, last + 5, 1 + i)));
            }
            if (i % 50 == 49) {
                long floor = log.floor().index() + above / 2;
                Writes.write(storage, Writes.compact(floor, log.epochAt(floor).orElseThrow()));
            }
        }
    }

    private static void readSomething(Log log, Random random) {
        long from = Math.max(1, log.lastIndex() - random.nextInt(100));
        long previous = from - 1;
        for (Entry entry : log.entries(from, from + 1 + random.nextInt(60), 5000)) {
            assertThat(entry.index()).isGreaterThan(previous);
            assertThat(entry).isEqualTo(Writes.entry(entry.index(), entry.epoch()));
            previous = entry.index();
        }
    }

    @Test
    void closesUnderReadersWithoutHarm() throws Exception {
        for (int round = 0; round < 10; round++) {
            RocksStorage storage = RocksStorage.open(
                    root.resolve("closing"), RocksOptions.of(SELF).withoutFsync());
            Log log = storage.log(GROUP);
            Writes.append(storage, log.lastIndex() + 1, log.lastIndex() + 200);
            ExecutorService readers = Executors.newFixedThreadPool(2);
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(readers.submit(() -> readUntilClosed(log)));
            }
            storage.close();
            for (Future<Boolean> reader : running) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isTrue();
            }
            readers.shutdownNow();
            assertThatThrownBy(() -> storage.log("new")).isInstanceOf(UncheckedIOException.class);
        }
    }

    private static boolean readUntilClosed(Log log) {
        try {
            while (true) {
                assertThat(log.entries(1, Long.MAX_VALUE, 100_000)).isNotEmpty();
            }
        } catch (UncheckedIOException e) {
            return String.valueOf(e.getMessage()).contains("the storage is closed");
        }
    }

    @Test
    void stopsForGoodWhenTheDiskIsFull() throws Exception {
        Path small = Files.createDirectory(root.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small.toString()),
                "needs the right to mount a small file system");
        try {
            Path directory = small.resolve("data");
            long acknowledged = fill(directory);
            Files.delete(small.resolve("ballast"));
            try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
                Log log = storage.log(GROUP);
                assertThat(log.lastIndex()).isGreaterThanOrEqualTo(acknowledged);
                assertThat(log.entries(1, Long.MAX_VALUE, Long.MAX_VALUE)).hasSize((int) log.lastIndex());
                Writes.write(storage, Writes.vote("again"));
            }
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static long fill(Path directory) throws IOException {
        long acknowledged = 0;
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            Path ballast = directory.resolveSibling("ballast");
            Files.write(ballast, new byte[12 << 20]);
            Log log = storage.log(GROUP);
            IOException failure = null;
            while (failure == null) {
                Entry entry = new Entry(acknowledged + 1, 1, Entry.Kind.COMMANDS, Bytes.wrap(new byte[64 << 10]));
                try {
                    Writes.write(storage, Writes.put(List.of(entry)));
                    acknowledged++;
                } catch (IOException e) {
                    failure = e;
                }
                assertThat(acknowledged).isLessThan(1000);
            }
            assertThat(failure).hasMessageContaining("a write to the log failed");
            assertThat(log.lastIndex()).isEqualTo(acknowledged);
            assertThat(log.entries(1, Long.MAX_VALUE, Long.MAX_VALUE)).hasSize((int) acknowledged);
            Files.write(ballast, new byte[1]);
            // There is room again, but what is on disk is not known.
            assertThatThrownBy(() -> Writes.write(storage, Writes.vote("late")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("an earlier write to the log failed");
            assertThatThrownBy(() -> storage.log("new group")).isInstanceOf(UncheckedIOException.class);
        }
        return acknowledged;
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void refusesEverythingWhenClosed() throws IOException {
        RocksStorage storage = RocksStorage.open(root.resolve("closed"), SELF);
        Writes.append(storage, 1, 11);
        Log log = storage.log(GROUP);
        storage.close();
        assertThatThrownBy(() -> Writes.write(storage, Writes.vote("x"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> log.entries(1, 2, 100)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> log.entries(1, 10, 10_000)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> storage.log("new")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void refusesABatchThatContradictsItselfAndGoesOn() throws IOException {
        try (RocksStorage storage = RocksStorage.open(root.resolve("strict"), SELF)) {
            Writes.append(storage, 1, 21);
            Writes.write(storage, Writes.compact(10, 1));
            for (List<Entry> wrong : List.of(
                    List.of(Writes.entry(22, 1), Writes.entry(21, 1)),
                    List.of(Writes.entry(21, 1), Writes.entry(21, 1)),
                    List.of(Writes.entry(10, 1)))) {
                assertThatThrownBy(() -> Writes.write(storage, Writes.put(wrong)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            Writes.write(storage, Writes.compact(5, 1));
            assertThat(storage.log(GROUP).floor()).isEqualTo(new LogPosition(10, 1));
            assertThat(storage.log(GROUP).lastIndex()).isEqualTo(20);
            Writes.append(storage, 21, 31);
            assertThat(storage.log(GROUP).entries(1, 100, Long.MAX_VALUE)).isEqualTo(Writes.entries(11, 31, 1));
        }
    }
}
