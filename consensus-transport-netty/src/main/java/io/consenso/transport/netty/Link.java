/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The way to one peer: at most one connection at a time carries frames. Any thread. */
final class Link {
    private final PeerId peer;
    private final Receivers receivers;
    private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
    private volatile boolean hasBeenUp;

    Link(PeerId peer, Receivers receivers) {
        this.peer = peer;
        this.receivers = receivers;
    }

    PeerId peer() {
        return peer;
    }

    @Nullable
    Connection connection() {
        return current.get();
    }

    /** The newest connection wins: the peer would not have made it if the one before were of any use. */
    void attach(Connection connection) {
        hasBeenUp = true;
        Connection stale = current.getAndSet(connection);
        if (stale != null) {
            stale.close();
            receivers.disconnected(peer);
        }
    }

    /** Whether any connection was attached since the last call; one thread at a time. */
    boolean hasBeenUp() {
        boolean answer = hasBeenUp;
        hasBeenUp = false;
        return answer;
    }

    /** Whether it was the one in use. */
    boolean detach(Connection connection) {
        boolean wasCurrent = current.compareAndSet(connection, null);
        if (wasCurrent) {
            receivers.disconnected(peer);
        }
        return wasCurrent;
    }
}
