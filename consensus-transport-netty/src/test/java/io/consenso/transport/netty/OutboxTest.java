/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class OutboxTest {
    private static final PeerId A = PeerId.of("a");
    private static final Bytes HEADER = Wire.header("g");
    private static final Frame FRAME = Frame.of(Bytes.wrap(new byte[1000]));

    private final CountsFlushes flushes = new CountsFlushes();
    private final EmbeddedChannel channel = new EmbeddedChannel(flushes);
    private final Counters counters = new Counters();
    private final Outbox outbox = new Outbox(
            channel,
            NettyOptions.of(A, Map.of(A, InetSocketAddress.createUnresolved("here", 1)))
                    .withFrameBytesMax(1000)
                    .withOutboundBytesMax(6000),
            counters);

    @Test
    void aBurstLeavesInOneFlush() {
        for (int i = 0; i < 5; i++) {
            outbox.send(HEADER, FRAME);
        }
        assertThat(flushes.count).isZero();
        channel.runPendingTasks();
        assertThat(flushes.count).isEqualTo(1);
        assertThat(releaseOutbound()).isEqualTo(5);
        assertThat(outbox.hasWritten()).isTrue();
        assertThat(outbox.hasWritten()).isFalse();
    }

    @Test
    void whatDoesNotFitIsDroppedUntilSomeHasLeft() {
        for (int i = 0; i < 7; i++) {
            outbox.send(HEADER, FRAME);
        }
        assertThat(counters.read().framesDropped()).isEqualTo(2);
        channel.runPendingTasks();
        outbox.send(HEADER, FRAME);
        channel.runPendingTasks();
        assertThat(releaseOutbound()).isEqualTo(6);
        assertThat(counters.read().framesDropped()).isEqualTo(2);
    }

    @Test
    void nothingIsKeptAfterClose() {
        outbox.send(HEADER, FRAME);
        outbox.close();
        outbox.send(HEADER, FRAME);
        channel.runPendingTasks();
        assertThat(releaseOutbound()).isZero();
        assertThat(counters.read().framesDropped()).isEqualTo(2);
    }

    private int releaseOutbound() {
        int count = 0;
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            frame.release();
            count++;
        }
        return count;
    }

    private static final class CountsFlushes extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void flush(ChannelHandlerContext ctx) {
            count++;
            ctx.flush();
        }
    }
}
