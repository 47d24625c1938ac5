/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** The socket on which the peers call. */
final class Listener {
    private Listener() {}

    static Channel bind(Endpoint endpoint, EventLoops loops) throws IOException {
        InetSocketAddress wanted = endpoint.options().listen();
        InetSocketAddress address =
                wanted.isUnresolved() ? new InetSocketAddress(wanted.getHostString(), wanted.getPort()) : wanted;
        ChannelFuture binding = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.server())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ConnectionInitializer(endpoint, null))
                .bind(address)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw refusal(address, binding.cause());
        }
        binding.channel().pipeline().addLast(new LastResort(endpoint));
        return binding.channel();
    }

    private static BindException refusal(InetSocketAddress address, Throwable cause) {
        BindException refusal = new BindException("cannot listen on " + address + ": " + QuietLog.reason(cause));
        refusal.initCause(cause);
        return refusal;
    }

    /** A failed accept, as when the process is out of file descriptors. Netty pauses for a second by itself. */
    private static final class LastResort extends ChannelInboundHandlerAdapter {
        private final Endpoint endpoint;

        LastResort(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            endpoint.log().warn("accept", "cannot accept a connection: " + cause);
        }
    }
}
