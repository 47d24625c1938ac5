/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.testkit.engine.ForwardingEngine;
import java.util.function.Function;

/**
 * Any engine, with what it says noted in a trace: each of its messages by name, and how far it knows the log to be committed. It behaves as
 * the engine itself; the run and its hash stay the same.
 *
 * @param <M> the engine's messages
 */
public final class TracedEngine<M> extends ForwardingEngine<M> {
    private final Trace trace;
    private final PeerId self;
    private long commitIndex;

    private TracedEngine(Engine<M> engine, Trace trace, PeerId self) {
        super(engine);
        this.trace = trace;
        this.self = self;
    }

    /** Engines of that factory, noted in that trace; the factory itself when the trace does not record. */
    public static <M> EngineFactory<M> of(EngineFactory<M> factory, Trace trace) {
        return of(factory, trace, TracedEngine::label);
    }

    /** The label that a message gets unless told: its name and the values in it, and of a list how long it is. */
    public static String label(Object message) {
        return MessageText.shorten(message.toString());
    }

    /** As {@link #of(EngineFactory, Trace)}, with labels as {@link FrameLabels} wants them made by that function from each message. */
    public static <M> EngineFactory<M> of(EngineFactory<M> factory, Trace trace, Function<? super M, String> label) {
        if (!trace.isRecording()) {
            return factory;
        }
        trace.labels(new EngineLabels<>(factory.codec(), label));
        return ForwardingEngine.around(factory, (boot, engine) -> new TracedEngine<>(engine, trace, boot.self()));
    }

    @Override
    public Ready<M> poll() {
        Ready<M> ready = super.poll();
        long index = ready.progress().commitIndex();
        if (index > commitIndex) {
            commitIndex = index;
            trace.committed(self, index);
        }
        return ready;
    }
}
