/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import java.util.function.BiFunction;

/**
 * An engine that does what the engine inside does, until a subclass says otherwise.
 *
 * @param <M> the engine's messages
 */
public abstract class ForwardingEngine<M> implements Engine<M> {
    private final Engine<M> engine;

    /** Around that engine. */
    protected ForwardingEngine(Engine<M> engine) {
        this.engine = engine;
    }

    /** The engine inside; asked for at each call. */
    protected Engine<M> inner() {
        return engine;
    }

    /** That factory, but for its engines, each of which is replaced by what the function makes of where it starts from and of itself. */
    public static <M> EngineFactory<M> around(
            EngineFactory<M> factory, BiFunction<EngineFactory.Boot, Engine<M>, Engine<M>> wrap) {
        return new EngineFactory<>() {
            @Override
            public String name() {
                return factory.name();
            }

            @Override
            public Engine<M> create(Boot boot) {
                return wrap.apply(boot, factory.create(boot));
            }

            @Override
            public Codec<M> codec() {
                return factory.codec();
            }
        };
    }

    @Override
    public void tick(long nowNanos) {
        inner().tick(nowNanos);
    }

    @Override
    public void receive(PeerId from, M message) {
        inner().receive(from, message);
    }

    @Override
    public void propose(List<Proposal> proposals) {
        inner().propose(proposals);
    }

    @Override
    public void read(long readId) {
        inner().read(readId);
    }

    @Override
    public void forgotten(PeerId peer) {
        inner().forgotten(peer);
    }

    @Override
    public void disconnected(PeerId peer) {
        inner().disconnected(peer);
    }

    @Override
    public void persisted(long batch) {
        inner().persisted(batch);
    }

    @Override
    public void snapshotTaken(SnapshotMeta meta, long compactTo) {
        inner().snapshotTaken(meta, compactTo);
    }

    @Override
    public void snapshotInstalled(SnapshotMeta meta) {
        inner().snapshotInstalled(meta);
    }

    @Override
    public Ready<M> poll() {
        return inner().poll();
    }
}
