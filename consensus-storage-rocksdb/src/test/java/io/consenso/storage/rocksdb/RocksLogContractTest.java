/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.PeerId;
import io.consenso.testkit.LogContract;
import io.consenso.testkit.StorageContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class RocksLogContractTest extends LogContract {
    @TempDir
    Path root;

    private int homes;

    @Override
    protected StorageContract.Home newHome() throws IOException {
        Path directory = root.resolve("home" + homes++);
        return () -> RocksStorage.open(directory, PeerId.of("a"));
    }
}
