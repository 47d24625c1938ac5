/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.spi.SnapshotStore.Writing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of record x each kind of damage x each position: the storage holds everything, or refuses; it never serves what was not
 * written. What comes of each cell is the table in docs/internals/damage-matrix.md, which this test compares with what it observes.
 */
final class DamageMatrixTest {
    private static final PeerId SELF = PeerId.of("a");
    private static final Path DOCUMENT = Path.of("../docs/internals/damage-matrix.md");
    private static final Stored SNAPSHOT = stored(100, 20_000);
    private static final Stored FETCHED = stored(200, 30_000);
    private static final int ENTRIES = 300;

    @TempDir
    Path root;

    /** The storage as a killed process left it, the same a little earlier, and that of another node. */
    private CrashImage image = new CrashImage(Path.of(""));

    private CrashImage earlier = image;
    private CrashImage foreign = image;
    private int copies;

    /** What can be hit: a file, and three places in it that belong to records of the kind. */
    private enum Kind {
        WAL_ENTRY("WAL: log entry", "log/*.log"),
        WAL_HARD_STATE("WAL: hard state", "log/*.log"),
        TABLE("table: log entries", "log/*.sst"),
        MANIFEST("MANIFEST", "log/MANIFEST-*"),
        CURRENT("CURRENT", "log/CURRENT"),
        OPTIONS("OPTIONS", "log/OPTIONS-*"),
        ROCKS_IDENTITY("IDENTITY", "log/IDENTITY"),
        STORAGE("STORAGE", "STORAGE"),
        MARK("MARK", "MARK"),
        SNAPSHOT_HEAD("snapshot: header", "snapshots/1-g/*.snapshot"),
        SNAPSHOT_CONTENT("snapshot: content", "snapshots/1-g/*.snapshot"),
        SNAPSHOT_FOOT("snapshot: footer", "snapshots/1-g/*.snapshot"),
        FETCH("unfinished fetch", "snapshots/1-g/fetch.part");

        private final String title;
        private final String glob;

        Kind(String title, String glob) {
            this.title = title;
            this.glob = glob;
        }

        /** The file; the latest if there are several. */
        Path file(CrashImage image) throws IOException {
            int slash = glob.lastIndexOf('/');
            Path directory = image.directory().resolve(glob.substring(0, Math.max(0, slash)));
            try (var found = Files.newDirectoryStream(directory, glob.substring(slash + 1))) {
                List<Path> files = new ArrayList<>();
                found.forEach(files::add);
                return files.stream().max(Path::compareTo).orElseThrow();
            }
        }

        long[] places(CrashImage image) throws IOException {
            byte[] content = Files.readAllBytes(file(image));
            int end = content.length - 1;
            return switch (this) {
                case WAL_ENTRY ->
                    new long[] {
                        find(content, Writes.entry(201, 1).payload()),
                        find(content, Writes.entry(250, 1).payload()),
                        find(content, Writes.entry(300, 1).payload())
                    };
                case WAL_HARD_STATE -> {
                    long at = find(content, Bytes.ofUtf8("the last vote"));
                    yield new long[] {at, at + 6, at + 12};
                }
                // Its last bytes are a footer of RocksDB's with room to spare.
                case SNAPSHOT_HEAD -> new long[] {0, 12, 20};
                case SNAPSHOT_CONTENT -> new long[] {200, content.length / 2, content.length - 100};
                case SNAPSHOT_FOOT -> new long[] {content.length - SnapshotFile.FOOTER, content.length - 8, end};
                case MARK -> new long[] {8, 520, end};
                default -> new long[] {0, content.length / 2, end};
            };
        }

        private static long find(byte[] content, Bytes wanted) {
            byte[] bytes = wanted.toArray();
            for (int at = content.length - bytes.length; at >= 0; at--) {
                if (Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length)) {
                    return at;
                }
            }
            throw new AssertionError("not in the file");
        }
    }

    /** What happens to it. */
    private enum Harm {
        BIT_FLIP("bit flip", true),
        ZEROED("zeroed sector", true),
        CUT("cut there", true),
        DELETED("deleted", false),
        FOREIGN("another node's", false),
        EARLIER("an earlier copy", false),
        GARBAGE("garbage appended", false);

        private final String title;
        private final boolean hasPlace;

        Harm(String title, boolean hasPlace) {
            this.title = title;
            this.hasPlace = hasPlace;
        }
    }

    @Test
    void theDocumentSaysWhatHappens() throws IOException {
        image = image(SELF, "image", true);
        foreign = image(PeerId.of("b"), "foreign", false);
        List<String> wrong = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        lines.add("| record | "
                + String.join(" | ", Stream.of(Harm.values()).map(h -> h.title).toList()) + " |");
        lines.add("| --- " + "| --- ".repeat(Harm.values().length) + "|");
        for (Kind kind : Kind.values()) {
            StringBuilder line = new StringBuilder("| " + kind.title);
            for (Harm harm : Harm.values()) {
                line.append(" | ").append(cell(kind, harm, wrong));
            }
            lines.add(line + " |");
        }
        assertThat(wrong).as("cells that serve wrong data").isEmpty();
        String table = String.join("\n", lines);
        assertThat(Files.readString(DOCUMENT)).as("should contain\n" + table).contains(table);
    }

    private String cell(Kind kind, Harm harm, List<String> wrong) throws IOException {
        Set<String> outcomes = new LinkedHashSet<>();
        List<String> all = new ArrayList<>();
        long[] places = harm.hasPlace ? kind.places(image) : new long[] {0};
        for (long place : places) {
            CrashImage copy = CrashImage.take(image.directory(), root.resolve("copy" + copies++));
            harm(kind, harm, kind.file(copy), place);
            String outcome = outcome(copy);
            if (outcome.startsWith("WRONG")) {
                wrong.add(kind + " " + harm + " at " + place + ": " + outcome);
            }
            outcomes.add(outcome);
            all.add(outcome);
            DurableFiles.deleteTree(copy.directory());
        }
        return outcomes.size() == 1 ? all.get(0) : String.join(" / ", all);
    }

    private void harm(Kind kind, Harm harm, Path file, long place) throws IOException {
        switch (harm) {
            case BIT_FLIP -> Damage.flipBit(file, place);
            case ZEROED -> {
                long sector = place / 512 * 512;
                Damage.zero(file, sector, (int) Math.min(512, Files.size(file) - sector));
            }
            case CUT -> Damage.truncate(file, place);
            case DELETED -> Files.delete(file);
            case FOREIGN -> Files.copy(kind.file(foreign), file, StandardCopyOption.REPLACE_EXISTING);
            case EARLIER -> Files.copy(kind.file(earlier), file, StandardCopyOption.REPLACE_EXISTING);
            case GARBAGE -> {
                byte[] garbage = new byte[700];
                new Random(1).nextBytes(garbage);
                Damage.append(file, garbage);
            }
        }
    }

    /** A table, a write-ahead log, a snapshot up to which the log is compacted, and half of a snapshot that is being fetched. */
    private CrashImage image(PeerId peer, String name, boolean withEarlier) throws IOException {
        Path source = root.resolve(name + "-source");
        try (RocksStorage storage = RocksStorage.open(source, peer)) {
            Writes.append(storage, 1, 201);
            Writes.write(storage, Writes.vote("an old vote"));
            if (withEarlier) {
                // Before a snapshot and the compaction; files of later names are not there yet.
                earlier = CrashImage.take(source, root.resolve("earlier"));
            }
            finish(storage.snapshots(Writes.GROUP).create(SNAPSHOT.meta()), SNAPSHOT, peer);
            Writes.write(storage, Writes.compact(100, 1));
        }
        try (RocksStorage storage = RocksStorage.open(source, peer)) {
            for (long index = 201; index <= ENTRIES; index++) {
                Writes.write(storage, Writes.put(Writes.entries(index, index + 1, 1)));
                if (index == 240) {
                    Writes.write(storage, Writes.vote("the last vote"));
                    try (Writing writing = storage.snapshots(Writes.GROUP).fetch(FETCHED)) {
                        writing.out().write(content(FETCHED.meta(), 30_000), 0, 15_000);
                    }
                    if (withEarlier) {
                        DurableFiles.deleteTree(root.resolve("earlier"));
                        earlier = CrashImage.take(source, root.resolve("earlier"));
                    }
                }
            }
            return CrashImage.take(source, root.resolve(name));
        }
    }

    private static void finish(Writing writing, Stored stored, PeerId peer) throws IOException {
        try (writing) {
            byte[] content = content(stored.meta(), (int) stored.length());
            content[0] = (byte) peer.value().charAt(0);
            writing.out().write(content);
            writing.commit();
        }
    }

    private static Stored stored(long index, int length) {
        SnapshotMeta meta = new SnapshotMeta(index, 1, Membership.of(Set.of(SELF)));
        CRC32C crc = new CRC32C();
        crc.update(content(meta, length));
        return new Stored(meta, length, (int) crc.getValue());
    }

    private static byte[] content(SnapshotMeta meta, int length) {
        return StorageScript.content(Writes.GROUP, meta, length);
    }

    private String outcome(CrashImage copy) {
        try (RocksStorage storage = RocksStorage.open(copy.directory(), SELF)) {
            Log log = storage.log(Writes.GROUP);
            boolean isComplete = log.floor().index() == 100
                    && log.hardState().equals(Optional.of(Bytes.ofUtf8("the last vote")))
                    && log.entries(1, Long.MAX_VALUE, Long.MAX_VALUE).equals(Writes.entries(101, ENTRIES + 1, 1));
            return isComplete ? snapshot(storage.snapshots(Writes.GROUP)) : "WRONG: log";
        } catch (UnusableStorageException e) {
            String message = String.valueOf(e.getMessage());
            boolean isClear = message.contains(copy.directory().toString()) && !message.contains("\n");
            return isClear ? "refused" : "WRONG: unclear " + message;
        } catch (IOException | RuntimeException e) {
            return "WRONG: " + e;
        }
    }

    private static String snapshot(SnapshotStore snapshots) throws IOException {
        try {
            if (snapshots.latest().isEmpty()) {
                return "snapshot missing";
            }
            Stored latest = snapshots.latest().get();
            try (InputStream in = snapshots.open(latest)) {
                byte[] expected = content(SNAPSHOT.meta(), (int) SNAPSHOT.length());
                byte[] found = in.readAllBytes();
                expected[0] = (byte) 'a';
                if (!latest.meta().equals(SNAPSHOT.meta()) || !Arrays.equals(found, expected)) {
                    return "WRONG: snapshot";
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return "snapshot refused";
        }
        return fetch(snapshots);
    }

    private static String fetch(SnapshotStore snapshots) throws IOException {
        try (Writing writing = snapshots.fetch(FETCHED)) {
            int from = (int) writing.position();
            writing.out().write(content(FETCHED.meta(), 30_000), from, 30_000 - from);
            boolean isAsOffered = writing.commit().equals(FETCHED);
            return !isAsOffered ? "WRONG: fetch" : from == 15_000 ? "complete" : "fetch goes on from " + from;
        } catch (IOException e) {
            return "fetch begins anew";
        }
    }
}
