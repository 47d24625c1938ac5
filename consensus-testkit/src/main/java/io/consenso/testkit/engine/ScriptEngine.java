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
 * @param protocol what the protocol owes beyond the invariants of every engine
 * @param <M> the engine's messages
 */
public record ScriptEngine<M>(
        Function<Map<String, String>, EngineFactory<M>> factory,
        LongFunction<Bytes> hardState,
        ProtocolInvariants<M> protocol) {}
