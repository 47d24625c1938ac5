/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Membership;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;

/**
 * Multi-Paxos (Lamport: The Part-Time Parliament, 1998; Paxos Made Simple, 2001) as an engine: give {@link #engine()} to a replica's builder.
 *
 * <p>Safe under loss, repetition, reordering and delay of messages, crashes, and clocks of any kind. Any replica that reaches a quorum may lead,
 * however far it is behind.
 */
public final class Paxos {
    private Paxos() {}

    /** Multi-Paxos with {@link PaxosOptions#defaults()}. */
    public static EngineFactory<?> engine() {
        return engine(PaxosOptions.defaults());
    }

    /** Multi-Paxos with these options; every replica of a group should have the same. May be shared by any number of groups and threads. */
    public static EngineFactory<?> engine(PaxosOptions options) {
        return new Factory(options);
    }

    /** Stateless: every engine it makes stands alone. */
    record Factory(PaxosOptions options) implements EngineFactory<Message> {
        @Override
        public String name() {
            return "paxos";
        }

        @Override
        public String describe(Membership membership) {
            return name() + ": " + Quorums.of(membership, options);
        }

        @Override
        public Engine<Message> create(Boot boot) {
            return new PaxosEngine(Recovery.recover(boot, options));
        }

        @Override
        public Codec<Message> codec() {
            return new PaxosCodec();
        }
    }
}
