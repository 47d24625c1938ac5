/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the space of compacted entries back, off the writing thread, because it syncs a file of RocksDB's. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RocksStorage.class);

    private final Database database;
    private final ThreadPoolExecutor executor;

    Housekeeping(Database database, String name) {
        this.database = database;
        // A thread comes when there is work and goes soon after.
        executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    void afterPurge(RocksLog log) {
        long floor = log.floor().index();
        executor.execute(() -> dropFiles(log, floor));
    }

    private void dropFiles(RocksLog log, long floor) {
        try {
            database.dropFiles(Keys.of(log.number(), 1), Keys.of(log.number(), floor + 1));
        } catch (IOException e) {
            // No harm: the entries are deleted, and the next compaction of RocksDB's finds them.
            if (executor.isShutdown()) {
                return;
            }
            LOG.warn("group {}: the space below {} was not given back: {}", log.group(), floor, e.toString());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
