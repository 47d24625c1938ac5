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
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import java.util.function.Consumer;

/**
 * Several observers as one, told in order.
 *
 * @param <M> the engines' messages
 */
public final class Observers<M> implements EngineObserver<M> {
    private final List<EngineObserver<M>> all;

    private Observers(List<EngineObserver<M>> all) {
        this.all = all;
    }

    /** These, in this order. */
    public static <M> EngineObserver<M> of(List<? extends EngineObserver<M>> observers) {
        return new Observers<>(List.copyOf(observers));
    }

    @Override
    public void booted(PeerId self, EngineFactory.Boot boot) {
        tell(observer -> observer.booted(self, boot));
    }

    @Override
    public void ticked(PeerId self, long nowNanos) {
        tell(observer -> observer.ticked(self, nowNanos));
    }

    @Override
    public void received(PeerId self, PeerId from, M message) {
        tell(observer -> observer.received(self, from, message));
    }

    @Override
    public void proposed(PeerId self, List<Engine.Proposal> proposals) {
        tell(observer -> observer.proposed(self, proposals));
    }

    @Override
    public void readAsked(PeerId self, long readId) {
        tell(observer -> observer.readAsked(self, readId));
    }

    @Override
    public void forgotten(PeerId self, PeerId peer) {
        tell(observer -> observer.forgotten(self, peer));
    }

    @Override
    public void disconnected(PeerId self, PeerId peer) {
        tell(observer -> observer.disconnected(self, peer));
    }

    @Override
    public void persisted(PeerId self, long batch) {
        tell(observer -> observer.persisted(self, batch));
    }

    @Override
    public void snapshotTaken(PeerId self, SnapshotMeta meta, long compactTo) {
        tell(observer -> observer.snapshotTaken(self, meta, compactTo));
    }

    @Override
    public void snapshotInstalled(PeerId self, SnapshotMeta meta) {
        tell(observer -> observer.snapshotInstalled(self, meta));
    }

    @Override
    public void polled(PeerId self, Ready<M> ready, LogView log) {
        tell(observer -> observer.polled(self, ready, log));
    }

    @Override
    public void leaves(PeerId from, PeerId to, M message) {
        tell(observer -> observer.leaves(from, to, message));
    }

    @Override
    public void diskLost(PeerId self) {
        tell(observer -> observer.diskLost(self));
    }

    private void tell(Consumer<EngineObserver<M>> news) {
        all.forEach(news);
    }
}
