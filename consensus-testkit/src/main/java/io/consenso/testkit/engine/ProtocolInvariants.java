/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.PeerId;
import io.consenso.spi.Log;
import java.util.function.Function;

/**
 * What one protocol owes beyond {@link EngineInvariants}, as an observer that throws when it is broken.
 *
 * @param <M> the protocol's messages
 */
@FunctionalInterface
public interface ProtocolInvariants<M> {
    /** Observers for one group, given what certainly survives a power failure of each replica, at any moment. */
    EngineObserver<M> watching(Function<PeerId, Log> durable);

    /** Nothing beyond. */
    static <M> ProtocolInvariants<M> none() {
        return durable -> new EngineObserver<>() {};
    }
}
