/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Multi-Paxos as a pure engine, behind the same door as Raft: acceptor, proposer and learner as values in and values out.
 * The runtime of {@code io.consenso.api} owns time, randomness, input and output; nothing here touches them.
 */
module io.consenso.paxos {
    requires transitive io.consenso.api;
    requires static org.jspecify;
    requires com.google.protobuf;

    exports io.consenso.paxos;

    // Printing a header looks up its accessors.
    opens io.consenso.paxos.proto to
            com.google.protobuf;
}
