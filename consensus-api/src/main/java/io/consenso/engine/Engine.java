/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.SnapshotMeta;
import java.util.List;

/**
 * A consensus protocol as a pure, deterministic object: no clock, thread, randomness, I/O or logger of its own. One method per kind of
 * input; {@link #poll()} says what is due. The runtime is its only caller.
 *
 * <p><b>Rules of the caller.</b> One thread at a time. {@link #tick} comes before the other inputs of a round, so the engine knows the
 * time. After a round of inputs comes one {@code poll}; its {@link Ready#persist()} is visible in the engine's
 * {@link io.consenso.spi.LogView} before the next input, long before it is durable. {@link #persisted} comes for every non-empty
 * {@code persist}, in order.
 *
 * <p>Any method may throw {@link InvariantViolation} (the replica halts), or {@link java.io.UncheckedIOException} from reading the log
 * (likewise). Bad or stale messages are ignored, never thrown.
 *
 * @param <M> the engine's own messages, a sealed family
 */
public interface Engine<M> {
    /** What time it is on the monotonic clock; never goes back. */
    void tick(long nowNanos);

    /** A message from a peer of the group. */
    void receive(PeerId from, M message);

    /** Batches to be ordered. What cannot be (not the leader, too much uncommitted) comes back in {@link Progress#refused()}. */
    void propose(List<Proposal> proposals);

    /**
     * Asks for a linearizable read on whatever node this is; answered by a {@link Progress.ReadGrant}, or by
     * {@link Progress#readsRefused()}, or, when messages are lost, not at all: the caller asks again under a new id.
     */
    void read(long readId);

    /**
     * The peer has lost its storage and comes back with an empty one: nothing counts any more of what it promised or acknowledged. Messages
     * from before do not arrive any more.
     */
    void forgotten(PeerId peer);

    /** The transport's hint that the peer's process is gone; may be wrong. */
    void disconnected(PeerId peer);

    /** Everything up to and including {@link Ready#batch()} of that number is on disk. */
    void persisted(long batch);

    /**
     * A snapshot was taken here and is durable. The log may be compacted, at most up to {@code compactTo}; the engine says by
     * {@link Ready#persist()} how far.
     */
    void snapshotTaken(SnapshotMeta meta, long compactTo);

    /** A peer's snapshot was fetched, is durable and has been restored into the state machine. */
    void snapshotInstalled(SnapshotMeta meta);

    /** Everything due since the last poll. */
    Ready<M> poll();

    /**
     * A batch to be ordered.
     *
     * @param id the caller's name for it, never used twice
     * @param payload what the entry will carry
     */
    record Proposal(long id, Bytes payload) {}
}
