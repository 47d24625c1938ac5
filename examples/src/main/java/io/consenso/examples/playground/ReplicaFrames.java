/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.MalformedFrameException;
import io.consenso.testkit.simulation.TracedEngine;
import java.util.List;
import java.util.Set;

/** Names the frames of replicas: an engine's by its codec, the runtime's by their kind (docs/internals/wire-format.md). */
final class ReplicaFrames {
    /** Signs of life of engine and runtime. */
    static final Set<String> CHATTER = Set.of("Heartbeat", "HeartbeatReply", "Hello", "Here");

    private static final List<String> KINDS = List.of(
            "Unknown", "Engine", "Forward", "SnapshotRequest", "SnapshotChunk", "Stranger", "Adopt", "Hello", "Here");
    private static final int ENGINE = 1;
    private static final int PREFIX = 1 + 2 * Long.BYTES;

    private ReplicaFrames() {}

    static String describe(EngineFactory<?> engine, Bytes frame) {
        int kind = frame.length() < PREFIX ? 0 : frame.get(0);
        if (kind != ENGINE) {
            return KINDS.get(kind > 0 && kind < KINDS.size() ? kind : 0);
        }
        try {
            return TracedEngine.label(engine.codec().decode(frame.slice(PREFIX)));
        } catch (MalformedFrameException e) {
            return KINDS.get(0);
        }
    }
}
