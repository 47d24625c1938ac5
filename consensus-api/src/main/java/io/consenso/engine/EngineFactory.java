/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.consenso.spi.LogView;
import io.consenso.spi.MalformedFrameException;
import io.consenso.spi.SnapshotMeta;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes engines of one protocol. The only thing of an engine that an application names.
 *
 * @param <M> the engine's messages
 */
public interface EngineFactory<M> {
    /** The protocol's name in lower case, as status reports show it. */
    String name();

    /**
     * What a group of these members can bear, in one line for the operator; by default only the protocol's name. Throws
     * {@link IllegalArgumentException} when the options do not suit the membership.
     */
    default String describe(Membership membership) {
        return name();
    }

    /** An engine for one replica of one group. Throws {@link IllegalArgumentException} when its options do not suit the membership. */
    Engine<M> create(Boot boot);

    /** How the messages travel. */
    Codec<M> codec();

    /**
     * What an engine starts from.
     *
     * @param self this replica
     * @param initial the membership of a group that has none on disk
     * @param snapshot the newest complete snapshot here, already restored into the state machine
     * @param hardState what the engine last persisted, empty in a fresh replica
     * @param log shows every entry the engine has persisted, unfinished writes included
     * @param random the engine's only source of randomness
     * @param nowNanos the monotonic clock
     */
    record Boot(
            PeerId self,
            Membership initial,
            Optional<SnapshotMeta> snapshot,
            Optional<Bytes> hardState,
            LogView log,
            RandomGenerator random,
            long nowNanos) {}

    /**
     * Turns messages into frames and back. Payloads of entries ride behind the header, not copied.
     *
     * @param <M> the engine's messages
     */
    interface Codec<M> {
        /** The message as a frame. */
        Frame encode(M message);

        /** The message in a frame that arrived in one piece; throws when the bytes make no sense. */
        M decode(Bytes frame) throws MalformedFrameException;
    }
}
