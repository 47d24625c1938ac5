/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.io.Closeable;

/**
 * Carries frames between the processes of one cluster, for all groups.
 *
 * <p>It may drop, delay, repeat and reorder frames; it never invents or alters one (a damaged frame is dropped), and never delivers a
 * frame under a wrong sender.
 */
public interface Transport extends Closeable {
    /** Starts delivery for the group. Throws {@link IllegalStateException} when the group already has a receiver. */
    void subscribe(String group, Receiver receiver);

    /** Ends delivery for the group; a frame that is just being delivered may still arrive. */
    void unsubscribe(String group);

    /** Hands a frame over. Never blocks and never throws: what cannot be queued is dropped and counted. Any thread. */
    void send(String group, PeerId to, Frame frame);

    /** Ends all connections; idempotent. */
    @Override
    void close();

    /** Where a group's frames arrive. Called on the transport's threads, for different peers possibly at once: must not block and must not throw. */
    interface Receiver {
        /** A frame, in one piece, from a peer whose identity the transport has checked. */
        void onFrame(PeerId from, Bytes frame);

        /** A hint that the peer's process is gone: its connection was closed, not just silent. May be wrong, may never come. */
        default void onDisconnect(PeerId peer) {}
    }
}
