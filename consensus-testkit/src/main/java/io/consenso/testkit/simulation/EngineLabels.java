/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.MalformedFrameException;
import java.util.List;
import java.util.function.Function;

/** Names the frames of replicas: an engine's by its codec, the runtime's by their kind (docs/internals/wire-format.md). */
final class EngineLabels<M> implements FrameLabels {
    private static final List<String> KINDS = List.of(
            "Unknown", "Engine", "Forward", "SnapshotRequest", "SnapshotChunk", "Stranger", "Adopt", "Hello", "Here");
    private static final int ENGINE = 1;
    private static final int PREFIX = 1 + Long.BYTES;

    private final EngineFactory.Codec<M> codec;
    private final Function<? super M, String> text;

    EngineLabels(EngineFactory.Codec<M> codec, Function<? super M, String> text) {
        this.codec = codec;
        this.text = text;
    }

    @Override
    public String label(String group, Bytes frame) {
        int kind = frame.length() < PREFIX ? 0 : frame.get(0);
        if (kind != ENGINE) {
            return KINDS.get(kind > 0 && kind < KINDS.size() ? kind : 0);
        }
        try {
            return text.apply(codec.decode(frame.slice(PREFIX)));
        } catch (MalformedFrameException e) {
            return KINDS.get(0);
        }
    }
}
