/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.engine.EngineFactory;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * What scripts need to know of an engine.
 *
 * @param factory makes the engines, with the options that a script names behind {@code replicas}, such as {@code windowBytes=100}; throws
 *     {@link IllegalArgumentException} for an option that there is not
 * @param hardState what a replica that is in that epoch, and has promised nothing to anybody in it, keeps on disk
 * @param epochs how an epoch is written, in what is printed and in {@code having} and {@code expect}
 * @param protocol what the protocol owes beyond the invariants of every engine
 * @param <M> the engine's messages
 */
public record ScriptEngine<M>(
        Function<Map<String, String>, EngineFactory<M>> factory,
        LongFunction<Bytes> hardState,
        ScriptEpochs epochs,
        ProtocolInvariants<M> protocol) {
    /** An engine whose epochs are plain numbers. */
    public ScriptEngine(
            Function<Map<String, String>, EngineFactory<M>> factory,
            LongFunction<Bytes> hardState,
            ProtocolInvariants<M> protocol) {
        this(factory, hardState, ScriptEpochs.NUMBERS, protocol);
    }
}
