/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * A closed loop over one connection: a fixed number of requests is unanswered at any time, each reply lets the next request go, from the
 * callback that brought the reply.
 */
final class LoadClient {
    private LoadClient() {}

    /**
     * What a run gave.
     *
     * @param perSecond requests answered
     * @param p50Micros half were answered within
     * @param p99Micros ninety-nine in a hundred were answered within
     * @param failed requests answered with an error
     */
    record Result(double perSecond, long p50Micros, long p99Micros, long failed) {}

    static Result run(int port, int inFlight, int bytes, boolean queries, long warmUpMillis, long runMillis)
            throws InterruptedException, TimeoutException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            ClosedLoop loop = new ClosedLoop(inFlight, bytes, queries);
            Channel channel = new Bootstrap()
                    .group(group)
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel c) {
                            c.pipeline()
                                    .addLast(new LengthFieldBasedFrameDecoder(16 << 20, 0, 4, 0, 4))
                                    .addLast(loop);
                        }
                    })
                    .connect("127.0.0.1", port)
                    .sync()
                    .channel();
            Thread.sleep(warmUpMillis);
            channel.eventLoop().submit(loop::begin).sync();
            long start = System.nanoTime();
            Thread.sleep(runMillis);
            Result[] result = new Result[1];
            boolean ended = channel.eventLoop()
                    .submit(() -> {
                        result[0] = loop.end(System.nanoTime() - start);
                    })
                    .await(10, TimeUnit.SECONDS);
            if (!ended) {
                throw new TimeoutException("the client's loop does not answer");
            }
            channel.close().sync();
            return result[0];
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static final class ClosedLoop extends ChannelInboundHandlerAdapter {
        private final int inFlight;
        private final byte[] payload;
        private final boolean queries;
        private final long[] sentNanos;
        private Histogram histogram = new Histogram(3);
        private long answered;
        private long failed;

        ClosedLoop(int inFlight, int bytes, boolean queries) {
            this.inFlight = inFlight;
            payload = new byte[bytes];
            this.queries = queries;
            sentNanos = new long[inFlight];
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            for (int slot = 0; slot < inFlight; slot++) {
                send(context, slot);
            }
            context.flush();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            int slot = (int) frame.readLong();
            if (frame.readByte() != 0 && failed++ == 0) {
                System.err.println("first failure: " + frame.toString(StandardCharsets.UTF_8));
            }
            frame.release();
            answered++;
            histogram.recordValue((System.nanoTime() - sentNanos[slot]) / 1_000);
            send(context, slot);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            System.err.println("connection lost: " + cause);
            context.close();
        }

        private void send(ChannelHandlerContext context, int slot) {
            ByteBuf out = context.alloc().ioBuffer(13 + payload.length);
            out.writeInt(9 + payload.length).writeLong(slot).writeByte(queries ? 1 : 0);
            out.writeBytes(payload);
            sentNanos[slot] = System.nanoTime();
            context.write(out);
        }

        void begin() {
            histogram = new Histogram(3);
            answered = 0;
            failed = 0;
        }

        Result end(long nanos) {
            return new Result(
                    answered * 1e9 / nanos,
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(99),
                    failed);
        }
    }
}
