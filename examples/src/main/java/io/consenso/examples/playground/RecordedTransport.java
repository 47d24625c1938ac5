/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.consenso.spi.Transport;
import java.util.concurrent.atomic.AtomicLong;

/** Tells the journal what leaves. If it is to, it lets so many messages out and then no more, as when the process crashes between two of a multicast. */
final class RecordedTransport implements Transport {
    private final Transport inner;
    private final PeerId self;
    private final Journal journal;
    private final AtomicLong remaining;
    private final Runnable onLast;

    RecordedTransport(Transport inner, PeerId self, Journal journal, long messagesMax, Runnable onLast) {
        this.inner = inner;
        this.self = self;
        this.journal = journal;
        this.remaining = new AtomicLong(messagesMax);
        this.onLast = onLast;
    }

    @Override
    public void subscribe(String group, Receiver receiver) {
        inner.subscribe(group, receiver);
    }

    @Override
    public void unsubscribe(String group) {
        inner.unsubscribe(group);
    }

    @Override
    public void send(String group, PeerId to, Frame frame) {
        if (remaining.get() <= 0) {
            return;
        }
        boolean counts = journal.sent(self, to, frame.toBytes());
        inner.send(group, to, frame);
        if (counts && remaining.decrementAndGet() == 0) {
            onLast.run();
        }
    }

    /** Nothing leaves any more. */
    void mute() {
        remaining.set(0);
    }

    @Override
    public void close() {
        inner.close();
    }
}
