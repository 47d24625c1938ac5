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
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import java.util.function.Function;

/**
 * Any engine, with what it says noted in a trace: each of its messages by name, and how far it knows the log to be committed. It behaves as
 * the engine itself; the run and its hash stay the same.
 *
 * @param <M> the engine's messages
 */
public final class TracedEngine<M> implements Engine<M> {
    private final Engine<M> engine;
    private final Trace trace;
    private final PeerId self;
    private long commitIndex;

    private TracedEngine(Engine<M> engine, Trace trace, PeerId self) {
        this.engine = engine;
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
        return new Factory<>(factory, trace);
    }

    private record Factory<M>(EngineFactory<M> factory, Trace trace) implements EngineFactory<M> {
        @Override
        public String name() {
            return factory.name();
        }

        @Override
        public Engine<M> create(Boot boot) {
            return new TracedEngine<>(factory.create(boot), trace, boot.self());
        }

        @Override
        public Codec<M> codec() {
            return factory.codec();
        }
    }

    @Override
    public void tick(long nowNanos) {
        engine.tick(nowNanos);
    }

    @Override
    public void receive(PeerId from, M message) {
        engine.receive(from, message);
    }

    @Override
    public void propose(List<Proposal> proposals) {
        engine.propose(proposals);
    }

    @Override
    public void read(long readId) {
        engine.read(readId);
    }

    @Override
    public void forgotten(PeerId peer) {
        engine.forgotten(peer);
    }

    @Override
    public void disconnected(PeerId peer) {
        engine.disconnected(peer);
    }

    @Override
    public void persisted(long batch) {
        engine.persisted(batch);
    }

    @Override
    public void snapshotTaken(SnapshotMeta meta, long compactTo) {
        engine.snapshotTaken(meta, compactTo);
    }

    @Override
    public void snapshotInstalled(SnapshotMeta meta) {
        engine.snapshotInstalled(meta);
    }

    @Override
    public Ready<M> poll() {
        Ready<M> ready = engine.poll();
        long index = ready.progress().commitIndex();
        if (index > commitIndex) {
            commitIndex = index;
            trace.committed(self, index);
        }
        return ready;
    }
}
