/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Raft as a pure engine: election, replication, reads and snapshots as values in and values out. The runtime
 * of {@code io.consenso.api} owns time, randomness, input and output; nothing here touches them.
 */
module io.consenso.raft {
    requires transitive io.consenso.api;
    requires static org.jspecify;
    requires com.google.protobuf;

    exports io.consenso.raft;

    // Printing a header looks up its accessors.
    opens io.consenso.raft.proto to
            com.google.protobuf;
}
