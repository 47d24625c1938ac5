/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ThreadFactory;

/**
 * The threads that serve the sockets and the channel classes that go with them: native epoll where it loads, NIO elsewhere.
 *
 * <p>The host application may have pinned Netty 4.1, which lacks the classes that 4.2 starts event loops with, or may lack the epoll jar.
 * So each way stands in a class of its own, which fails to link as a whole where it cannot work, and the next one is taken.
 */
record EventLoops(
        EventLoopGroup group, Class<? extends SocketChannel> client, Class<? extends ServerSocketChannel> server) {
    static EventLoops start(int threads, ThreadFactory factory) {
        try {
            if (WithEpoll.isAvailable()) {
                return WithEpoll.start(threads, factory);
            }
        } catch (LinkageError e) {
            // No epoll classes here, or those of 4.1.
        }
        return startNio(threads, factory);
    }

    static EventLoops startNio(int threads, ThreadFactory factory) {
        try {
            return WithNio.start(threads, factory);
        } catch (LinkageError e) {
            return WithNetty41.start(threads, factory);
        }
    }

    private static final class WithEpoll {
        static boolean isAvailable() {
            return Epoll.isAvailable();
        }

        static EventLoops start(int threads, ThreadFactory factory) {
            return new EventLoops(
                    new MultiThreadIoEventLoopGroup(threads, factory, EpollIoHandler.newFactory()),
                    EpollSocketChannel.class,
                    EpollServerSocketChannel.class);
        }
    }

    private static final class WithNio {
        static EventLoops start(int threads, ThreadFactory factory) {
            return new EventLoops(
                    new MultiThreadIoEventLoopGroup(threads, factory, NioIoHandler.newFactory()),
                    NioSocketChannel.class,
                    NioServerSocketChannel.class);
        }
    }

    private static final class WithNetty41 {
        @SuppressWarnings("deprecation") // the only way in 4.1
        static EventLoops start(int threads, ThreadFactory factory) {
            return new EventLoops(
                    new NioEventLoopGroup(threads, factory), NioSocketChannel.class, NioServerSocketChannel.class);
        }
    }
}
