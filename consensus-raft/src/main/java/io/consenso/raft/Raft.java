/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;

/**
 * Raft: a leader orders the commands, a majority of the voters keeps them (Ongaro, "Consensus: Bridging Theory and Practice", 2014).
 *
 * <p>Pre-vote (9.6), check-quorum (6.2) and linearizable reads by read index (6.4) are always on. Membership is fixed: that of the
 * snapshot, or the initial one.
 */
public final class Raft {
    private Raft() {}

    /** Raft with {@link RaftOptions#defaults()}. */
    public static EngineFactory<?> engine() {
        return engine(RaftOptions.defaults());
    }

    /** Raft with these options; every replica of a group should have the same. May be shared by any number of groups and threads. */
    public static EngineFactory<?> engine(RaftOptions options) {
        return new Factory(options);
    }

    /** Stateless: every engine it makes stands alone. */
    record Factory(RaftOptions options) implements EngineFactory<Message> {
        @Override
        public String name() {
            return "raft";
        }

        @Override
        public Engine<Message> create(Boot boot) {
            return new RaftEngine(Recovery.recover(boot, options));
        }

        @Override
        public Codec<Message> codec() {
            return new RaftCodec();
        }
    }
}
