/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.ReadMode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.redis.RedisDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Serves a {@link Backend} to clients of Redis, in version 2 of the protocol. */
final class RespServer implements Closeable {
    private final MultiThreadIoEventLoopGroup loops;
    private final Channel channel;

    private RespServer(MultiThreadIoEventLoopGroup loops, Channel channel) {
        this.loops = loops;
        this.channel = channel;
    }

    /**
     * Listens from now on.
     *
     * @param reads how fresh what GET and its like read must be
     * @throws IOException when the address cannot be had
     */
    @SuppressWarnings("FutureReturnValueIgnored") // event loops that never ran end by themselves
    static RespServer bind(InetSocketAddress address, Backend backend, ReadMode reads) throws IOException {
        // Not epoll: it is no faster here, and a channel whose reading is paused when the client half-closes fails
        // there.
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        AtomicLong clients = new AtomicLong();
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        client.pipeline()
                                .addLast(new RedisDecoder(true))
                                .addLast(new RequestReader(KvStore.VALUE_BYTES_MAX))
                                .addLast(new RespConnection(
                                        client, backend, reads, new Session(clients.incrementAndGet())));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException("cannot listen on " + HostPort.show(address) + ": "
                    + bound.cause().getMessage());
        }
        return new RespServer(loops, bound.channel());
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Stops listening and drops all clients. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
