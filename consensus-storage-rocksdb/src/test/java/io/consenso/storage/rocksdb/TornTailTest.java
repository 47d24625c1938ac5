/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static io.consenso.storage.rocksdb.Writes.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import io.consenso.spi.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write under way that a power failure left at its full length, but not as it was written. */
final class TornTailTest {
    private static final PeerId SELF = PeerId.of("a");

    @TempDir
    Path root;

    private int images;

    /** The image of a storage after 99 acknowledged writes of ten entries and a last one; its mark knows of the last or does not. */
    private CrashImage image(boolean isLastAcknowledged) throws IOException {
        Path source = root.resolve("source" + images);
        Path target = root.resolve("image" + images++);
        try (RocksStorage storage = RocksStorage.open(source, SELF)) {
            Writes.append(storage, 1, 991);
            Path mark = Files.copy(source.resolve("MARK"), root.resolve("mark" + images));
            Writes.append(storage, 991, 1001);
            CrashImage image = CrashImage.take(source, target);
            if (!isLastAcknowledged) {
                Files.copy(mark, target.resolve("MARK"), StandardCopyOption.REPLACE_EXISTING);
            }
            return image;
        }
    }

    private static void assertHolds(CrashImage image, int entries) throws IOException {
        try (RocksStorage storage = RocksStorage.open(image.directory(), SELF)) {
            Log log = storage.log(GROUP);
            assertThat(log.entries(1, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Writes.entries(1, entries + 1, 1));
        }
    }

    private static void assertRefused(CrashImage image) {
        assertThatThrownBy(() -> RocksStorage.open(image.directory(), SELF))
                .isInstanceOf(UnusableStorageException.class)
                .hasMessageContaining("RocksDB refuses its log");
    }

    @Test
    void isDroppedFromTheWriteAheadLog() throws IOException {
        CrashImage zeros = image(false);
        Damage.zero(zeros.wal(), Files.size(zeros.wal()) - 100, 100);
        assertHolds(zeros, 990);
        assertHolds(zeros, 990);
        CrashImage flipped = image(false);
        Damage.flipBit(flipped.wal(), Files.size(flipped.wal()) - 1000);
        assertHolds(flipped, 990);
    }

    @Test
    void isRefusedWhenItWasAcknowledged() throws IOException {
        CrashImage image = image(true);
        Damage.zero(image.wal(), Files.size(image.wal()) - 100, 100);
        byte[] before = Files.readAllBytes(image.wal());
        assertRefused(image);
        assertThat(Files.readAllBytes(image.wal())).isEqualTo(before);
    }

    /** Even with a mark that knows nothing: the next write waited for this one. */
    @Test
    void isRefusedWhenAnotherWriteFollows() throws IOException {
        for (int back : new int[] {2_000, 30_000, 100_000}) {
            CrashImage image = image(false);
            Damage.flipBit(image.wal(), Files.size(image.wal()) - back);
            assertRefused(image);
        }
    }

    @Test
    void isDroppedFromTheManifest() throws IOException {
        CrashImage image = image(true);
        Path manifest = manifest(image);
        // The first bytes of a record that was never written in full: checksum, length, type, and zeros.
        Damage.append(manifest, new byte[] {1, 2, 3, 4, 20, 0, 1});
        Damage.append(manifest, new byte[20]);
        assertHolds(image, 1000);
    }

    @Test
    void isRefusedInAManifestThatGoesOn() throws IOException {
        CrashImage image = image(true);
        Damage.flipBit(manifest(image), 30);
        assertRefused(image);
    }

    private static Path manifest(CrashImage image) throws IOException {
        try (Stream<Path> files = Files.list(image.directory().resolve("log"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
