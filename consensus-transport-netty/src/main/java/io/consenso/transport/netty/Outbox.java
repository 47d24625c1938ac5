/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.Bytes;
import io.consenso.spi.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits to leave over one connection. Frames are encoded on the sender's thread; the event loop only writes what has gathered since
 * it last came by and flushes once, so a burst costs one system call.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is seen to
final class Outbox {
    private final Channel channel;
    private final Counters counters;
    private final int frameBytesMax;
    private final long bytesMax;
    private final Queue<ByteBuf> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean isWakeUpDue = new AtomicBoolean();
    private volatile boolean isClosed;
    private boolean hasWritten;

    Outbox(Channel channel, NettyOptions options, Counters counters) {
        this.channel = channel;
        this.counters = counters;
        this.frameBytesMax = options.frameBytesMax();
        this.bytesMax = options.outboundBytesMax();
    }

    /** Any thread; drops what does not fit. */
    void send(Bytes header, Frame frame) {
        int overhead = Wire.overheadBytes(header);
        long payload = frame.length();
        if (overhead > Wire.OVERHEAD_BYTES_MAX || payload > frameBytesMax || !reserve(overhead + payload)) {
            counters.dropped();
            return;
        }
        try {
            waiting.add(Wire.frame(channel.alloc(), header, frame));
        } catch (OutOfMemoryError e) {
            // The direct memory of the process is used up. Losing a frame is allowed, throwing at the sender is not.
            waitingBytes.addAndGet(-(overhead + payload));
            counters.dropped();
            return;
        }
        wakeUp();
    }

    private boolean reserve(long bytes) {
        if (waitingBytes.addAndGet(bytes) <= bytesMax) {
            return true;
        }
        waitingBytes.addAndGet(-bytes);
        return false;
    }

    /** Has {@link #drain()} run soon, on the event loop. Called there it costs no change of thread, yet still gathers a burst. */
    void wakeUp() {
        if (isClosed) {
            discard();
        } else if (isWakeUpDue.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::drain);
            } catch (RejectedExecutionException e) {
                // The transport is closing.
                close();
            }
        }
    }

    /**
     * Event loop only. Stops when the socket is behind: what waits must stay here, where it is counted, and not move on into Netty's
     * own queue, which has no bound. {@link Connection} calls again when the socket has caught up.
     */
    private void drain() {
        // Before the queue is looked at: who adds a frame after that look must schedule the next one.
        isWakeUpDue.set(false);
        boolean any = false;
        while (!isClosed && channel.isWritable()) {
            ByteBuf frame = waiting.poll();
            if (frame == null) {
                break;
            }
            int bytes = frame.readableBytes();
            waitingBytes.addAndGet(-bytes);
            counters.sent(bytes);
            channel.write(frame, channel.voidPromise());
            any = true;
        }
        if (any) {
            hasWritten = true;
            channel.flush();
        }
    }

    /** Whether anything was written since the last call; event loop only. */
    boolean hasWritten() {
        boolean answer = hasWritten;
        hasWritten = false;
        return answer;
    }

    /** Drops what waits. A sender that has not noticed yet drops its own frame. */
    void close() {
        isClosed = true;
        discard();
    }

    private void discard() {
        for (ByteBuf frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            waitingBytes.addAndGet(-frame.readableBytes());
            counters.dropped();
            frame.release();
        }
    }
}
