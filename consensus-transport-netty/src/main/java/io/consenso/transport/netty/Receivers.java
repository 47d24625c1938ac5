/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Transport.Receiver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who gets the frames of which group; any thread. */
final class Receivers {
    private final Map<String, Subscription> byGroup = new ConcurrentHashMap<>();
    private final QuietLog log;
    private volatile boolean isClosed;

    Receivers(QuietLog log) {
        this.log = log;
    }

    /** The header is kept so that it is encoded once per group, not once per frame. */
    private record Subscription(Receiver receiver, Bytes header) {}

    void subscribe(String group, Receiver receiver) {
        Subscription added = new Subscription(receiver, Wire.header(group));
        if (byGroup.putIfAbsent(group, added) != null) {
            throw new IllegalStateException("group " + group + " already has a receiver");
        }
    }

    void unsubscribe(String group) {
        byGroup.remove(group);
    }

    /** Nothing is handed out from now on. */
    void close() {
        isClosed = true;
    }

    Bytes header(String group) {
        Subscription subscription = byGroup.get(group);
        return subscription == null ? Wire.header(group) : subscription.header;
    }

    /** Whether anyone wanted it. */
    boolean deliver(String group, PeerId from, Bytes payload) {
        Subscription subscription = byGroup.get(group);
        if (subscription == null || isClosed) {
            return false;
        }
        guard(group, () -> subscription.receiver.onFrame(from, payload));
        return true;
    }

    void disconnected(PeerId peer) {
        byGroup.forEach((group, subscription) -> {
            if (!isClosed) {
                guard(group, () -> subscription.receiver.onDisconnect(peer));
            }
        });
    }

    private void guard(String group, Runnable call) {
        try {
            call.run();
        } catch (Throwable t) {
            // The connection serves the other groups too.
            log.receiverThrew(group, t);
        }
    }
}
