/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpeningTest {
    private static final PeerId SELF = PeerId.of("a");

    @TempDir
    Path root;

    private Path directory = Path.of("");

    @BeforeEach
    void nameDirectory() {
        directory = root.resolve("x").resolve("data");
    }

    private void openAndClose() throws IOException {
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            Writes.append(storage, 1, 31);
        }
    }

    private AbstractThrowableAssert<?, ?> assertRefused() {
        return assertThatThrownBy(() -> RocksStorage.open(directory, SELF))
                .isInstanceOf(UnusableStorageException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void countsItsIncarnations() throws IOException {
        for (int i = 1; i <= 3; i++) {
            try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
                assertThat(storage.incarnation()).isEqualTo(i);
                assertThat(storage.self()).isEqualTo(SELF);
            }
        }
    }

    @Test
    void refusesASecondOpenInThisProcess() throws IOException {
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            assertRefused().hasMessageContaining("already open in this process");
            // The failed attempt leaves the first one alone.
            Writes.append(storage, 1, 11);
        }
        openAndClose();
    }

    @Test
    void refusesASecondOpenInAnotherProcess() throws Exception {
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            assertThat(storage.incarnation()).isEqualTo(1);
            Process child = OtherProcess.start("open", directory);
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).contains("another process has it open");
        }
    }

    @Test
    void refusesTheDirectoryOfAnotherPeer() throws IOException {
        openAndClose();
        assertThatThrownBy(() -> RocksStorage.open(directory, PeerId.of("b")))
                .isInstanceOf(UnusableStorageException.class)
                .hasMessageContaining("expected that of peer 'b', found that of 'a'")
                .hasMessageContaining(directory.toString());
    }

    @Test
    void refusesTheDirectoryOfAnotherCluster() throws IOException {
        openAndClose();
        assertThatThrownBy(
                        () -> RocksStorage.open(directory, RocksOptions.of(SELF).withClusterId("other")))
                .isInstanceOf(UnusableStorageException.class)
                .hasMessageContaining("expected that of cluster 'other', found that of 'default'");
    }

    @Test
    void refusesANewerFormat() throws IOException {
        openAndClose();
        Path file = directory.resolve("STORAGE");
        String text = Files.readString(file);
        String body = text.substring(0, text.lastIndexOf("crc32c")).replace("consenso-storage 1", "consenso-storage 2");
        String checksum = Integer.toHexString(Bytes.ofUtf8(body).crc32c());
        Files.writeString(file, body + "crc32c " + checksum + "\n");
        assertRefused().hasMessageContaining("expected format version 1 or older, found 2");
    }

    @Test
    void refusesADamagedIdentity() throws IOException {
        openAndClose();
        Path file = directory.resolve("STORAGE");
        Files.writeString(file, Files.readString(file).replace("peer a", "peer b"));
        assertRefused().hasMessageContaining("identity file STORAGE is damaged");
        Files.writeString(file, "");
        assertRefused().hasMessageContaining("identity file STORAGE is damaged");
    }

    @Test
    void refusesALogWithoutIdentity() throws IOException {
        openAndClose();
        Files.delete(directory.resolve("STORAGE"));
        assertRefused().hasMessageContaining("STORAGE is missing although 'log' exists");
    }

    @Test
    void refusesAnIdentityWithoutLog() throws IOException {
        openAndClose();
        DurableFiles.deleteTree(directory.resolve("log"));
        assertRefused().hasMessageContaining("its log is missing");
        assertRefused().hasMessageContaining("its log is missing");
    }

    @Test
    void refusesADirectoryWithoutMark() throws IOException {
        openAndClose();
        Files.delete(directory.resolve("MARK"));
        assertRefused().hasMessageContaining("MARK is missing");
    }

    @Test
    void refusesTheLogOfAnotherStorage() throws IOException {
        openAndClose();
        Path own = directory;
        directory = root.resolve("other");
        openAndClose();
        DurableFiles.deleteTree(own.resolve("log"));
        CrashImage.take(directory.resolve("log"), own.resolve("log"));
        directory = own;
        assertRefused().hasMessageContaining("expected the log of storage");
    }

    @Test
    void refusesALogFromABackup() throws IOException {
        openAndClose();
        CrashImage backup = CrashImage.take(directory.resolve("log"), root.resolve("backup"));
        openAndClose();
        DurableFiles.deleteTree(directory.resolve("log"));
        CrashImage.take(backup.directory(), directory.resolve("log"));
        assertRefused().hasMessageContaining("one of them is an older copy");
    }

    @Test
    void startsOverWhenItsCreationWasCutShort() throws IOException {
        Files.createDirectories(directory);
        Identity cut = new Identity("default", SELF, 42, 0);
        cut.write(directory);
        openAndClose();
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            assertThat(storage.storageId()).isEqualTo(42);
            assertThat(storage.incarnation()).isEqualTo(2);
        }
    }

    @Test
    void opensAfterAnOpenThatWasCutShort() throws IOException {
        openAndClose();
        byte[] before = Files.readAllBytes(directory.resolve("STORAGE"));
        openAndClose();
        // The log has learnt of the second incarnation, the identity has not.
        Files.write(directory.resolve("STORAGE"), before);
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            assertThat(storage.incarnation()).isEqualTo(2);
        }
    }

    @Test
    void worksWithoutFsync() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (RocksStorage storage =
                    RocksStorage.open(directory, RocksOptions.of(SELF).withoutFsync())) {
                Writes.append(storage, 1, 31);
                assertThat(storage.log(Writes.GROUP).lastIndex()).isEqualTo(30);
            }
        }
    }

    @Test
    void refusesSenselessOptions() {
        RocksOptions options = RocksOptions.of(SELF);
        assertThatThrownBy(() -> options.withClusterId("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withCacheBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withMemtableBytes(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.withWalBytesMax(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesGroupNamesThatAreNoText() throws IOException {
        try (RocksStorage storage = RocksStorage.open(directory, SELF)) {
            for (String name : new String[] {"", "x".repeat(129), "\ud800"}) {
                assertThatThrownBy(() -> storage.log(name)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
