/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.PeerId;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.spi.SnapshotStore.Writing;
import io.consenso.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A process of its own that follows a {@link StorageScript} on a storage and says after each step what came of it: {@code acknowledged n},
 * {@code failed n}, {@code snapshot-failed n} (it is tried again), {@code skipped n}, {@code read-failed n}, and {@code BUG} for what must not be.
 */
final class ScriptedProcess {
    static final PeerId SELF = PeerId.of("a");
    static final RocksOptions OPTIONS = RocksOptions.of(SELF).withMemtableBytes(1 << 20);

    /** How it ends when nothing ends it before. */
    enum End {
        /** By a failure of power. */
        POWER,
        /** Killed, with the operating system and its page cache living on. */
        KILLED,
        /** In order. */
        CLOSED
    }

    private final Path directory;
    private final StorageScript script;
    private RocksStorage storage;
    private StoredModel model;

    private ScriptedProcess(Path directory, StorageScript script) throws IOException {
        this.directory = directory;
        this.script = script;
        storage = RocksStorage.open(directory, OPTIONS);
        model = StoredModel.read(storage);
    }

    /** Directory, seed, boot, how many steps, and the {@link End}. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try {
            ScriptedProcess process = new ScriptedProcess(
                    directory, new StorageScript(Long.parseLong(args[1]), Integer.parseInt(args[2])));
            say("opened " + process.model);
            process.follow(Integer.parseInt(args[3]));
            process.end(End.valueOf(args[4]));
        } catch (IOException | UncheckedIOException e) {
            say("open-failed " + e);
            if (End.valueOf(args[4]) == End.POWER) {
                failPower(directory);
            }
            Runtime.getRuntime().halt(3);
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void follow(int steps) throws IOException {
        for (int number = 1; number <= steps; number++) {
            StorageScript.Step step = script.step(number, model);
            if (step instanceof StorageScript.Write write) {
                if (!write(number, write)) {
                    return;
                }
            } else if (step instanceof StorageScript.Snapshot snapshot) {
                snapshot(number, snapshot);
            } else if (step instanceof StorageScript.Read) {
                read(number);
            } else {
                reopen(number);
            }
        }
    }

    private boolean write(int number, StorageScript.Write write) {
        try {
            storage.write(write.batches());
            model = model.with(write.batches());
            say("acknowledged " + number);
            return true;
        } catch (IOException e) {
            say("failed " + number + " " + e.getMessage());
        }
        for (int i = 0; i < 3; i++) {
            try {
                storage.write(write.batches());
                say("BUG: a write after a failed one was acknowledged");
            } catch (IOException e) {
                say("refused");
            }
        }
        return false;
    }

    private void snapshot(int number, StorageScript.Snapshot step) {
        // A failed one is done again at once, as a replica does.
        for (int attempt = 1; attempt <= 3; attempt++) {
            try {
                if (step.isFetched()) {
                    fetch(step);
                } else {
                    take(step);
                }
                if (step.isFinished()) {
                    model = model.withSnapshot(step.group(), step.stored());
                }
                say("acknowledged " + number);
                return;
            } catch (IOException | UncheckedIOException e) {
                say("snapshot-failed " + number + " " + e.getMessage());
            }
        }
        say("skipped " + number);
    }

    private void take(StorageScript.Snapshot step) throws IOException {
        Stored stored = step.stored();
        try (Writing writing = storage.snapshots(step.group()).create(stored.meta())) {
            writing.out().write(StorageScript.content(step.group(), stored.meta(), stored.length()));
            if (step.isFinished()) {
                check(writing.commit(), stored);
            }
        }
    }

    private void fetch(StorageScript.Snapshot step) throws IOException {
        Stored stored = step.stored();
        byte[] content = StorageScript.content(step.group(), stored.meta(), stored.length());
        try (Writing writing = storage.snapshots(step.group()).fetch(stored)) {
            int from = (int) writing.position();
            int to = step.isFinished() ? content.length : Math.max(from, content.length / 2);
            writing.out().write(content, from, to - from);
            if (step.isFinished()) {
                check(writing.commit(), stored);
            }
        }
    }

    private static void check(Stored committed, Stored expected) {
        if (!committed.equals(expected)) {
            say("BUG: committed was " + committed + ", expected " + expected);
        }
    }

    private void read(int number) {
        try {
            StoredModel found = StoredModel.read(storage);
            // A snapshot that failed may be there all the same.
            if (!found.withSnapshotsOf(model).equals(model)) {
                say("BUG: read " + found + " expected " + model);
            }
            requireSnapshots(storage, found);
            say("acknowledged " + number);
        } catch (IOException | UncheckedIOException e) {
            say("read-failed " + number + " " + e);
        }
    }

    private void reopen(int number) throws IOException {
        storage.close();
        storage = RocksStorage.open(directory, OPTIONS);
        read(number);
    }

    /** Fails unless all snapshots can be read and are what was written. */
    static void requireSnapshots(Storage storage, StoredModel model) throws IOException {
        for (String name : StoredModel.GROUPS) {
            if (model.group(name).snapshot().isPresent()) {
                Stored stored = model.group(name).snapshot().get();
                byte[] expected = StorageScript.content(name, stored.meta(), stored.length());
                try (var in = storage.snapshots(name).open(stored)) {
                    if (!Arrays.equals(in.readAllBytes(), expected)) {
                        throw new AssertionError("group " + name + ": a snapshot is not what was written: " + stored);
                    }
                }
            }
        }
    }

    /** Files.delete would look first whether it is there. */
    private static void failPower(Path directory) {
        throw new IllegalStateException(
                "the power goes on: " + directory.resolve("POWER").toFile().delete());
    }

    private void end(End end) throws IOException {
        say("end " + List.of(end));
        switch (end) {
            case POWER -> failPower(directory);
            case KILLED -> Runtime.getRuntime().halt(0);
            case CLOSED -> storage.close();
        }
    }
}
