/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.engine.EngineFactory;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What the suites need to know of an engine: said once, by a class with a constructor without arguments, and given to all of them.
 *
 * @param <M> the engine's messages
 */
public interface TestedEngine<M> {
    /** Makes the engines, with the options of most tests. */
    EngineFactory<M> factory();

    /** Makes the engines of a random schedule, with options drawn from the generator; the same time-out. */
    default EngineFactory<M> factory(SplittableRandom random) {
        return factory();
    }

    /** After about how long an engine of {@link #factory()} misses a leader. */
    Duration timeout();

    /** What the protocol owes beyond the invariants of every engine. */
    default ProtocolInvariants<M> protocol() {
        return ProtocolInvariants.none();
    }
}
