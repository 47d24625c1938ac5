/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.storage.rocksdb.FaultyDisk.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One storage directory through many boots, each of which ends badly. After each it is opened without faults, as a copy, so that the next
 * boot recovers from what the last one really left, and must hold
 *
 * <ul>
 *   <li>every acknowledged write in full, and of the write that was under way or failed all or nothing,
 *   <li>the hard state and the floor that belong to exactly that point; compactions alone may be lost, the latest first,
 *   <li>each group's newest acknowledged snapshot, complete, or the one that was under way.
 * </ul>
 */
final class StorageLife {
    private final FaultyDisk disk;
    private final Path directory;
    private final long seed;
    private final String replay;
    private StoredModel stored = StoredModel.EMPTY;
    private StoredModel acknowledged = StoredModel.EMPTY;
    private int boot;

    /** What the logs may be: the last state that was durable for certain, and those after it. */
    private final List<StoredModel> possible = new ArrayList<>();

    /** Snapshots whose commit was under way or has failed, by group. */
    private final Map<String, Set<Optional<Stored>>> possibleSnapshots = new HashMap<>();

    /** @param test which test to run to see it again, and with which seed */
    StorageLife(FaultyDisk disk, Path root, long seed, String test) throws IOException {
        this.disk = disk;
        replay = "mvn -Dquick -pl consensus-storage-rocksdb -am test -Dtest=" + test;
        this.seed = seed;
        directory = Files.createDirectories(root.resolve("life" + seed)).toRealPath();
    }

    int boot() {
        return boot;
    }

    /** Runs one boot and checks what it leaves. Throws {@link AssertionError} for anything that must not be. */
    Outcome boot(DiskFault fault, int steps, ScriptedProcess.End end) throws IOException, InterruptedException {
        boot++;
        Outcome outcome = disk.run(
                directory,
                fault,
                ScriptedProcess.class,
                directory.toString(),
                Long.toString(seed),
                Integer.toString(boot),
                Integer.toString(steps),
                end.name());
        try {
            judge(fault, outcome, steps, end);
            stored = recovered();
        } catch (AssertionError | IOException | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + ", boot " + boot + ", " + fault + ", ended " + end + " with " + outcome.exit()
                            + ": "
                            + e.getMessage() + "\nthe disk: " + outcome.report() + "\nthe last lines: "
                            + last(outcome.lines(), 12) + "\nagain: " + replay,
                    e);
        }
        return outcome;
    }

    private static List<String> last(List<String> lines, int count) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private void judge(DiskFault fault, Outcome outcome, int steps, ScriptedProcess.End end) {
        possible.clear();
        possible.add(stored);
        possibleSnapshots.clear();
        StorageScript script = new StorageScript(seed, boot);
        acknowledged = stored;
        int next = 1;
        boolean isOpen = false;
        for (String line : outcome.lines()) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "opened" -> {
                    require(words.length > 1 && line.equals("opened " + stored), line + " expected " + stored);
                    isOpen = true;
                }
                case "acknowledged", "failed", "snapshot-failed", "read-failed" -> {
                    int number = Integer.parseInt(words[1]);
                    boolean isAcknowledged = words[0].equals("acknowledged");
                    // What an unfinished fetch has received is not synced: damage is noticed when it is complete.
                    boolean isTornFetch = words[0].equals("snapshot-failed") && line.endsWith("it is discarded");
                    require(isAcknowledged || isTornFetch || fault.kind() != DiskFault.Kind.NONE, line);
                    take(script.step(number, acknowledged), isAcknowledged);
                    next = isAcknowledged || !words[0].startsWith("snapshot") ? number + 1 : number;
                }
                case "skipped" -> next = Integer.parseInt(words[1]) + 1;
                case "BUG:" -> throw new AssertionError(line);
                case "open-failed" -> require(fault.kind() != DiskFault.Kind.NONE, line);
                default -> require(!line.startsWith("Exception in"), line);
            }
        }
        if (isOpen && next <= steps) {
            take(script.step(next, acknowledged), false);
        }
        requireExit(fault, outcome.exit(), end);
    }

    private static void requireExit(DiskFault fault, int exit, ScriptedProcess.End end) {
        boolean isPower = exit == FaultyDisk.POWER_FAILED && (fault.powerAt() > 0 || end == ScriptedProcess.End.POWER);
        boolean isEnd = exit == 0 && end != ScriptedProcess.End.POWER;
        boolean isFault = exit == 3 && fault.kind() != DiskFault.Kind.NONE;
        require(isPower || isEnd || isFault, "an unexpected exit");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }

    private void take(StorageScript.Step step, boolean isAcknowledged) {
        if (step instanceof StorageScript.Write write) {
            StoredModel after = acknowledged.with(write.batches());
            if (isAcknowledged && write.isDurable()) {
                possible.clear();
            }
            possible.add(after);
            acknowledged = isAcknowledged ? after : acknowledged;
        } else if (step instanceof StorageScript.Snapshot snapshot && snapshot.isFinished()) {
            Set<Optional<Stored>> unsure = possibleSnapshots.computeIfAbsent(snapshot.group(), g -> new HashSet<>());
            if (isAcknowledged) {
                // One that failed and is newer all the same may be there, complete.
                long index = snapshot.stored().meta().index();
                unsure.removeIf(other -> other.orElseThrow().meta().index() <= index);
                acknowledged = acknowledged.withSnapshot(snapshot.group(), snapshot.stored());
            } else {
                unsure.add(Optional.of(snapshot.stored()));
            }
        }
    }

    private StoredModel recovered() throws IOException {
        Path copy = directory.resolveSibling("copy-of-" + directory.getFileName());
        DurableFiles.deleteTree(copy);
        CrashImage.take(directory, copy);
        try (RocksStorage storage = RocksStorage.open(copy, ScriptedProcess.OPTIONS)) {
            StoredModel found = StoredModel.read(storage);
            ScriptedProcess.requireSnapshots(storage, found);
            requirePossible(found);
            return found;
        }
    }

    private void requirePossible(StoredModel found) {
        boolean isPossible =
                possible.stream().anyMatch(state -> state.withSnapshotsOf(found).equals(found));
        require(isPossible, "found " + found + ", possible is " + possible);
        for (String name : StoredModel.GROUPS) {
            Optional<Stored> snapshot = found.group(name).snapshot();
            Optional<Stored> expected = acknowledged.group(name).snapshot();
            boolean isUnsure = possibleSnapshots.getOrDefault(name, Set.of()).contains(snapshot);
            require(
                    isUnsure || snapshot.equals(expected),
                    "group " + name + ": found snapshot " + snapshot + ", acknowledged was " + expected);
        }
    }
}
