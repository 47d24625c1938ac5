/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Notices a peer that fell silent without closing its connection, as after a pulled cable. Without it, TCP would go on retransmitting
 * for many minutes, and would be slow to notice that the way is free again. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is seen to
final class Heartbeat {
    private static final int TICKS = 4;

    private final Channel channel;
    private final Outbox outbox;
    private final Runnable onSilence;
    private final Future<?> ticking;
    private int silentTicks;

    Heartbeat(Channel channel, Outbox outbox, Duration idleTimeout, Runnable onSilence) {
        this.channel = channel;
        this.outbox = outbox;
        this.onSilence = onSilence;
        long tickNanos = idleTimeout.toNanos() / TICKS;
        // With a fixed delay, not a fixed rate: a process that was paused must not make up for all missed ticks before
        // it reads.
        ticking = channel.eventLoop().scheduleWithFixedDelay(this::tick, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
    }

    /** Something arrived, be it part of a frame only. */
    void heard() {
        silentTicks = 0;
    }

    void stop() {
        ticking.cancel(false);
    }

    private void tick() {
        silentTicks++;
        if (silentTicks > TICKS) {
            onSilence.run();
        } else if (!outbox.hasWritten() && channel.isWritable()) {
            channel.writeAndFlush(Wire.stillHere(channel.alloc()), channel.voidPromise());
        }
    }
}
