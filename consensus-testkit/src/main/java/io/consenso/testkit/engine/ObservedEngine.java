/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.Ready;
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import java.util.function.Consumer;

/** One engine and who watches it. */
final class ObservedEngine<M> implements Engine<M> {
    private final Engine<M> inner;
    private final PeerId self;
    private final LogView log;
    private final ObservedEngines<M> engines;

    ObservedEngine(Engine<M> inner, PeerId self, LogView log, ObservedEngines<M> engines) {
        this.inner = inner;
        this.self = self;
        this.log = log;
        this.engines = engines;
    }

    private void tell(Consumer<EngineObserver<M>> news) {
        engines.observerOf(self, this).ifPresent(news);
    }

    @Override
    public void tick(long nowNanos) {
        tell(observer -> observer.ticked(self, nowNanos));
        inner.tick(nowNanos);
    }

    @Override
    public void receive(PeerId from, M message) {
        tell(observer -> observer.received(self, from, message));
        inner.receive(from, message);
    }

    @Override
    public void propose(List<Proposal> proposals) {
        tell(observer -> observer.proposed(self, proposals));
        inner.propose(proposals);
    }

    @Override
    public void read(long readId) {
        tell(observer -> observer.readAsked(self, readId));
        inner.read(readId);
    }

    @Override
    public void forgotten(PeerId peer) {
        tell(observer -> observer.forgotten(self, peer));
        inner.forgotten(peer);
    }

    @Override
    public void disconnected(PeerId peer) {
        tell(observer -> observer.disconnected(self, peer));
        inner.disconnected(peer);
    }

    @Override
    public void persisted(long batch) {
        tell(observer -> observer.persisted(self, batch));
        inner.persisted(batch);
    }

    @Override
    public void snapshotTaken(SnapshotMeta meta, long compactTo) {
        tell(observer -> observer.snapshotTaken(self, meta, compactTo));
        inner.snapshotTaken(meta, compactTo);
    }

    @Override
    public void snapshotInstalled(SnapshotMeta meta) {
        tell(observer -> observer.snapshotInstalled(self, meta));
        inner.snapshotInstalled(meta);
    }

    @Override
    public Ready<M> poll() {
        Ready<M> ready = inner.poll();
        engines.remember(self, ready);
        LogView after = ready.persist().isEmpty() ? log : new ChangedLog(log, ready.persist());
        tell(observer -> observer.polled(self, ready, after));
        return ready;
    }
}
