/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Sets up a connection, dialed or accepted, to begin with its handshake. */
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
    /** Enough for a full system call while the next one is being filled; the rest waits in the {@link Outbox}. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 << 10, 1 << 20);

    private final Endpoint endpoint;
    private final @Nullable Link dialed;

    ConnectionInitializer(Endpoint endpoint, @Nullable Link dialed) {
        this.endpoint = endpoint;
        this.dialed = dialed;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.config().setTcpNoDelay(true).setKeepAlive(true).setWriteBufferWaterMark(WATER_MARK);
        FrameReader reader = new FrameReader();
        channel.pipeline().addLast(reader, new HandshakeHandler(endpoint, reader, dialed));
    }
}
