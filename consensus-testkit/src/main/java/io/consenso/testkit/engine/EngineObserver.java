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

/**
 * Sees what goes into and comes out of every engine of one group, as {@link ObservedEngines} tells it. Called from within the engines' own
 * calls, so all of them must run on one thread, as in a simulation. An observer changes nothing; an {@link Error} that it throws comes out of
 * the observed call.
 *
 * @param <M> the engines' messages
 */
public interface EngineObserver<M> {
    /** A replica's engine is about to be made; whatever it was before is gone. */
    default void booted(PeerId self, EngineFactory.Boot boot) {}

    /** The engine was told the time. */
    default void ticked(PeerId self, long nowNanos) {}

    /** A message is about to be given to the engine. */
    default void received(PeerId self, PeerId from, M message) {}

    /** Batches are about to be proposed. */
    default void proposed(PeerId self, List<Engine.Proposal> proposals) {}

    /** A read is about to be asked for. */
    default void readAsked(PeerId self, long readId) {}

    /** The engine is about to be told that a peer has lost its storage. */
    default void forgotten(PeerId self, PeerId peer) {}

    /** The engine is about to be told that a peer's process is gone. */
    default void disconnected(PeerId self, PeerId peer) {}

    /** The engine is about to be told that everything up to and including this batch is on disk. */
    default void persisted(PeerId self, long batch) {}

    /** The engine is about to be told of a snapshot taken here. */
    default void snapshotTaken(PeerId self, SnapshotMeta meta, long compactTo) {}

    /** The engine is about to be told of a snapshot installed here. */
    default void snapshotInstalled(PeerId self, SnapshotMeta meta) {}

    /**
     * The engine was polled.
     *
     * @param log the log as it will be seen once the poll's writes are handed over; valid during this call only
     */
    default void polled(PeerId self, Ready<M> ready, LogView log) {}

    /** A message leaves the replica at this very moment: what it promises must be durable. */
    default void leaves(PeerId from, PeerId to, M message) {}

    /** The replica's disk is about to be replaced by an empty one, as an operator declares; whoever replaces it says so here. */
    default void diskLost(PeerId self) {}
}
