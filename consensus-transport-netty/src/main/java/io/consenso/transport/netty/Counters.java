/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import java.util.concurrent.atomic.LongAdder;

/** The running numbers behind {@link NettyStats}; any thread. */
final class Counters {
    private final LongAdder framesSent = new LongAdder();
    private final LongAdder framesReceived = new LongAdder();
    private final LongAdder framesDropped = new LongAdder();
    private final LongAdder connectionsRefused = new LongAdder();
    private final LongAdder badFrames = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();

    void sent(long bytes) {
        framesSent.increment();
        bytesSent.add(bytes);
    }

    void received(long bytes) {
        framesReceived.increment();
        bytesReceived.add(bytes);
    }

    void dropped() {
        framesDropped.increment();
    }

    void refused() {
        connectionsRefused.increment();
    }

    void bad() {
        badFrames.increment();
    }

    NettyStats read() {
        return new NettyStats(
                framesSent.sum(),
                framesReceived.sum(),
                framesDropped.sum(),
                connectionsRefused.sum(),
                badFrames.sum(),
                bytesSent.sum(),
                bytesReceived.sum());
    }
}
