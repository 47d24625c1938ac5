/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.benchmarks;

import io.consenso.Bytes;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The thinnest server that pipelines. A request is a length (int), an id (long), a kind (byte: 0 command, 1 query) and its payload; a reply is a
 * length, the id, a status (byte: 0 fine) and its payload.
 */
final class FrontDoor implements AutoCloseable {
    private final EventLoopGroup group;

    private FrontDoor(EventLoopGroup group) {
        this.group = group;
    }

    static FrontDoor open(
            int port,
            Function<Bytes, CompletableFuture<Bytes>> propose,
            Function<Bytes, CompletableFuture<Bytes>> query)
            throws InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(16 << 20, 0, 4, 0, 4))
                                .addLast(new Requests(channel, propose, query));
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
        return new FrontDoor(group);
    }

    @Override
    public void close() {
        group.shutdownGracefully();
    }

    private record Reply(long id, Bytes payload, boolean failed) {}

    /** One connection. Replies of a burst leave together: the first to complete wakes the event loop, the others ride along. */
    private static final class Requests extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private final Function<Bytes, CompletableFuture<Bytes>> propose;
        private final Function<Bytes, CompletableFuture<Bytes>> query;
        private final ConcurrentLinkedQueue<Reply> replies = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean scheduled = new AtomicBoolean();

        Requests(
                Channel channel,
                Function<Bytes, CompletableFuture<Bytes>> propose,
                Function<Bytes, CompletableFuture<Bytes>> query) {
            this.channel = channel;
            this.propose = propose;
            this.query = query;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                long id = frame.readLong();
                boolean isQuery = frame.readByte() == 1;
                byte[] payload = new byte[frame.readableBytes()];
                frame.readBytes(payload);
                (isQuery ? query : propose)
                        .apply(Bytes.wrap(payload))
                        .whenComplete((reply, failure) -> answer(
                                failure == null
                                        ? new Reply(id, reply, false)
                                        : new Reply(id, Bytes.ofUtf8(failure.toString()), true)));
            } finally {
                frame.release();
            }
        }

        private void answer(Reply reply) {
            replies.add(reply);
            if (scheduled.compareAndSet(false, true)) {
                channel.eventLoop().execute(this::flush);
            }
        }

        private void flush() {
            scheduled.set(false);
            ByteBuf out = channel.alloc().ioBuffer();
            for (Reply reply = replies.poll(); reply != null; reply = replies.poll()) {
                out.writeInt(9 + reply.payload().length());
                out.writeLong(reply.id());
                out.writeByte(reply.failed() ? 1 : 0);
                out.writeBytes(reply.payload().asByteBuffer());
            }
            channel.writeAndFlush(out);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
