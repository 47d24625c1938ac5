/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.storage.rocksdb.FaultyDisk.Outcome;
import io.consenso.storage.rocksdb.ScriptedProcess.End;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails at any file call, again and again in the same directory, while opening too: the storage opens each time and holds what
 * it acknowledged.
 *
 * <p>More seeds: {@code -Dconsenso.seeds=N}; one of them: {@code -Dconsenso.seed=S}. A seed fixes the steps and the call at which the power
 * fails; RocksDB's background threads may shift what else has happened by then.
 */
final class PowerLossTest {
    private static final long FIRST = Long.getLong("consenso.seed", 1);
    private static final int LIVES =
            Integer.getInteger("consenso.seeds", Long.getLong("consenso.seed") == null ? 6 : 1);
    private static final int BOOTS = 8;
    private static final int STEPS = 300;

    @TempDir
    static Path root;

    private static FaultyDisk disk;

    @BeforeAll
    static void compile() throws Exception {
        disk = FaultyDisk.require();
    }

    @TestFactory
    Stream<DynamicTest> keepsWhatWasAcknowledged() {
        Set<String> seen = new TreeSet<>();
        Stream<DynamicTest> lives = LongStream.range(FIRST, FIRST + LIVES)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> live(seed, seen)));
        // Otherwise the seeds prove nothing.
        DynamicTest variety = DynamicTest.dynamicTest("every kind of loss occurred", () -> {
            if (LIVES >= 6) {
                assertThat(seen)
                        .contains(
                                "torn: inside",
                                "torn: between",
                                "torn: zeros",
                                "torn: garbage",
                                "torn: pages",
                                "name lost:",
                                "content: 0");
            }
        });
        return Stream.concat(lives, Stream.of(variety));
    }

    private static void live(long seed, Set<String> seen) throws Exception {
        Random random = new Random(seed);
        StorageLife life = new StorageLife(disk, root, seed, "PowerLossTest -Dconsenso.seed=" + seed);
        // Half of the lives are on a file system that may write the pages of one write in any order.
        boolean pagesReorder = seed % 2 == 0;
        for (int boot = 1; boot <= BOOTS; boot++) {
            // An opening is about 60 changes.
            int powerAt = 1 + random.nextInt(random.nextInt(3) == 0 ? 80 : 1200);
            DiskFault fault = DiskFault.none(random.nextLong()).withPowerAt(powerAt);
            Outcome outcome = life.boot(pagesReorder ? fault.withPagesReorder() : fault, STEPS, End.POWER);
            outcome.report().forEach(line -> seen.add(firstWords(line)));
        }
    }

    private static String firstWords(String line) {
        String[] words = line.split(" ", 3);
        return words.length < 2 ? line : words[0] + " " + words[1];
    }
}
