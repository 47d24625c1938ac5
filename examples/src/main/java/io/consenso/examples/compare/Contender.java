/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import io.consenso.engine.EngineFactory;
import io.consenso.paxos.Paxos;
import io.consenso.raft.Raft;
import java.util.List;

/** An engine under a name for the head of a column. */
record Contender(String name, EngineFactory<?> engine) {
    static final Contender RAFT = new Contender("Raft", Raft.engine());
    static final Contender PAXOS = new Contender("Paxos", Paxos.engine());

    /** Both, with their defaults. */
    static List<Contender> both() {
        return List.of(RAFT, PAXOS);
    }
}
