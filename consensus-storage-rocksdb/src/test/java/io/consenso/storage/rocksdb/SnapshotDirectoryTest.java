/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.spi.SnapshotStore.Writing;
import io.consenso.spi.Storage.GroupBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link io.consenso.testkit.SnapshotStoreContract} cannot say because it knows of no files. */
final class SnapshotDirectoryTest {
    private static final PeerId SELF = PeerId.of("a");

    @TempDir
    Path root;

    private RocksStorage open() throws IOException {
        return RocksStorage.open(root.resolve("data"), SELF);
    }

    private static Stored create(RocksStorage storage, long index) throws IOException {
        try (Writing writing = storage.snapshots("g/1").create(meta(index))) {
            writing.out().write(new byte[1000]);
            return writing.commit();
        }
    }

    private static SnapshotMeta meta(long index) {
        return new SnapshotMeta(index, 1, Membership.of(Set.of(SELF)));
    }

    private Path directory() {
        return root.resolve("data/snapshots/1-g_1");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String name(long index) {
        return String.format("%020d-%020d.snapshot", index, 1);
    }

    @Test
    void keepsOneFile() throws IOException {
        try (RocksStorage storage = open()) {
            create(storage, 5);
            create(storage, 6);
            assertThat(files()).containsExactly(name(6));
        }
    }

    @Test
    void keepsAnOlderFileThatIsBeingReadUntilTheNextCommit() throws IOException {
        try (RocksStorage storage = open()) {
            Stored older = create(storage, 5);
            SnapshotStore snapshots = storage.snapshots("g/1");
            assertThat(snapshots.read(older, 0, 10).length()).isEqualTo(10);
            create(storage, 6);
            assertThat(files()).containsExactly(name(5), name(6));
            assertThat(snapshots.read(older, 990, 10).length()).isEqualTo(10);
            create(storage, 7);
            assertThat(files()).containsExactly(name(7));
            assertThatThrownBy(() -> snapshots.read(older, 0, 10)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void cleansUpWhatACrashLeft() throws IOException {
        try (RocksStorage storage = open()) {
            create(storage, 5);
        }
        Files.copy(directory().resolve(name(5)), directory().resolve(name(3)));
        Files.write(directory().resolve("create.tmp"), new byte[10]);
        Files.write(directory().resolve("fetch.part"), new byte[10]);
        try (RocksStorage storage = open()) {
            assertThat(storage.snapshots("g/1").latest().orElseThrow().meta()).isEqualTo(meta(5));
            assertThat(files()).doesNotContain("create.tmp", name(3));
            try (Writing fetch = storage.snapshots("g/1").fetch(new Stored(meta(9), 3, 0))) {
                assertThat(fetch.position()).isZero();
            }
        }
    }

    @Test
    void namesTheNewestFileWhenItIsDamaged() throws IOException {
        for (long position : new long[] {0, 20, 1070}) {
            try (RocksStorage storage = open()) {
                create(storage, 5);
            }
            Path file = directory().resolve(name(5));
            Damage.flipBit(file, position == 1070 ? Files.size(file) - 5 : position);
            try (RocksStorage storage = open()) {
                SnapshotStore snapshots = storage.snapshots("g/1");
                assertThatThrownBy(snapshots::latest)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining(name(5));
                // A newer one, from a peer for instance, puts an end to it.
                create(storage, 6);
                assertThat(snapshots.latest()).isPresent();
                assertThat(files()).containsExactly(name(6));
            }
            Files.delete(directory().resolve(name(6)));
        }
    }

    @Test
    void fallsBackToAnOlderOneOnlyIfTheLogJoinsUp() throws IOException {
        try (RocksStorage storage = open()) {
            Stored older = create(storage, 5);
            storage.snapshots("g/1").read(older, 0, 1);
            create(storage, 8);
            storage.write(List.of(new GroupBatch("g/1", Writes.put(Writes.entries(1, 11, 1)))));
        }
        Path file = directory().resolve(name(8));
        Damage.flipBit(file, Files.size(file) / 2);
        try (RocksStorage storage = open()) {
            assertThat(storage.snapshots("g/1").latest().orElseThrow().meta()).isEqualTo(meta(5));
            storage.write(List.of(new GroupBatch("g/1", Writes.compact(8, 1))));
        }
        try (RocksStorage storage = open()) {
            assertThatThrownBy(() -> storage.snapshots("g/1").latest())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(name(8));
        }
    }

    @Test
    void takesAFetchWhoseCommitWasCutShort() throws IOException {
        Bytes content = Bytes.wrap(new byte[500]);
        Stored offered = new Stored(meta(9), 500, content.crc32c());
        try (RocksStorage storage = open()) {
            try (Writing fetch = storage.snapshots("g/1").fetch(offered)) {
                content.writeTo(fetch.out());
            }
            Damage.append(directory().resolve("fetch.part"), SnapshotFile.encodeFoot(500, content.crc32c()));
        }
        try (RocksStorage storage = open();
                Writing fetch = storage.snapshots("g/1").fetch(offered)) {
            assertThat(fetch.position()).isEqualTo(500);
            assertThat(fetch.commit()).isEqualTo(offered);
            assertThat(storage.snapshots("g/1").latest()).contains(offered);
        }
    }
}
