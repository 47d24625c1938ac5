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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * File calls that fail: the write throws, no later one is acknowledged, and the next process, on a disk that works again, finds everything
 * that was acknowledged, whether the first one was killed, closed or lost its power. Seeds as in {@link PowerLossTest}.
 */
final class FailingDiskTest {
    private static final long FIRST = Long.getLong("consenso.seed", 1);
    private static final int LIVES = Integer.getInteger("consenso.seeds", 1);
    private static final List<DiskFault.Kind> KINDS = List.of(DiskFault.Kind.values());
    private static final List<End> ENDS = List.of(End.values());
    private static final int BOOTS = 6;
    private static final int STEPS = 200;

    @TempDir
    static Path root;

    private static FaultyDisk disk;

    @BeforeAll
    static void compile() throws Exception {
        disk = FaultyDisk.require();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void failsForGoodAndLosesNothing(DiskFault.Kind kind) throws Exception {
        List<String> seen = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + LIVES; seed++) {
            live(kind, seed, seen);
        }
        // Otherwise the seeds prove nothing.
        assertThat(seen).anyMatch(line -> line.startsWith("fault: "));
        assertThat(seen).anyMatch(line -> line.matches("(failed|snapshot-failed|read-failed|open-failed) .*"));
    }

    /**
     * The sync of a fetched snapshot fails once, the fetch is continued and committed, then the power fails: what the failed sync should
     * have written counted as clean, and the second sync did not write it.
     */
    @Test
    void doesNotTrustWhatAFailedSyncShouldHaveWritten() throws Exception {
        for (long seed = 1001; seed <= 1002; seed++) {
            liveWithOneFailedSync(seed, "fetch.part", StorageScript.Snapshot::isFetched);
        }
    }

    /** The sync after the creation of a group's directory fails once; the snapshot that is then committed there must not go with it. */
    @Test
    void doesNotTrustADirectoryWhoseSyncFailed() throws Exception {
        for (long seed = 2001; seed <= 2004; seed++) {
            liveWithOneFailedSync(seed, "/snapshots", snapshot -> true);
        }
    }

    private static void liveWithOneFailedSync(long seed, String on, Predicate<StorageScript.Snapshot> last)
            throws Exception {
        StorageLife life = new StorageLife(disk, root, seed, "FailingDiskTest#does*");
        DiskFault once =
                DiskFault.none(seed).withFailing(DiskFault.Kind.FSYNC, 1, 1).withFailingOn(on);
        Outcome outcome = life.boot(once, firstFinished(seed, last), End.POWER);
        assertThat(outcome.lines()).anyMatch(line -> line.startsWith("snapshot-failed"));
        assertThat(outcome.report()).anyMatch(line -> line.startsWith("fault: fsync"));
    }

    /** The number of the first step that finishes such a snapshot. */
    private static int firstFinished(long seed, Predicate<StorageScript.Snapshot> wanted) {
        StorageScript script = new StorageScript(seed, 1);
        StoredModel model = StoredModel.EMPTY;
        for (int number = 1; ; number++) {
            StorageScript.Step step = script.step(number, model);
            if (step instanceof StorageScript.Write write) {
                model = model.with(write.batches());
            } else if (step instanceof StorageScript.Snapshot snapshot && snapshot.isFinished()) {
                if (wanted.test(snapshot)) {
                    return number;
                }
                model = model.withSnapshot(snapshot.group(), snapshot.stored());
            }
        }
    }

    private static void live(DiskFault.Kind kind, long number, List<String> seen) throws Exception {
        long seed = number * 100 + KINDS.indexOf(kind);
        Random random = new Random(seed);
        StorageLife life = new StorageLife(disk, root, seed, "FailingDiskTest#fails* -Dconsenso.seed=" + number);
        for (int boot = 1; boot <= BOOTS; boot++) {
            int at = 1 + random.nextInt(random.nextInt(3) == 0 ? 25 : latest(kind));
            int count = random.nextInt(3) == 0 ? DiskFault.ALL : 1 + random.nextInt(3) * random.nextInt(20);
            End end = ENDS.get(random.nextInt(ENDS.size()));
            Outcome outcome = life.boot(DiskFault.none(random.nextLong()).withFailing(kind, at, count), STEPS, end);
            seen.addAll(outcome.report());
            seen.addAll(outcome.lines());
        }
    }

    /** About how many calls of the kind a boot makes. */
    private static int latest(DiskFault.Kind kind) {
        return switch (kind) {
            case NONE -> 1;
            case FSYNC -> 250;
            case WRITE, NOSPACE, SHORT -> 600;
            case READ -> 150;
        };
    }
}
