/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.PeerId;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.testkit.SnapshotStoreContract;
import io.consenso.testkit.StorageContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

final class RocksSnapshotStoreContractTest extends SnapshotStoreContract {
    @TempDir
    Path root;

    private int homes;

    @Override
    protected StorageContract.Home newHome() throws IOException {
        Path directory = root.resolve("home" + homes++);
        return () -> RocksStorage.open(directory, PeerId.of("a"));
    }

    @Override
    protected boolean damage(String group, Stored snapshot) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            Path file = files.filter(path -> path.toString().endsWith(".snapshot"))
                    .findFirst()
                    .orElseThrow();
            Damage.flipBit(file, Files.size(file) / 2);
        }
        return true;
    }
}
