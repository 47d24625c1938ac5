/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.Bytes;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;

/** A connection after its handshake; the last handler of its pipeline. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is seen to
final class Connection extends ChannelInboundHandlerAdapter {
    private final Endpoint endpoint;
    private final Link link;
    private final Channel channel;
    private final Outbox outbox;
    private final Heartbeat heartbeat;
    private boolean isExplained;

    Connection(Endpoint endpoint, Link link, Channel channel) {
        this.endpoint = endpoint;
        this.link = link;
        this.channel = channel;
        outbox = new Outbox(channel, endpoint.options(), endpoint.counters());
        heartbeat = new Heartbeat(channel, outbox, endpoint.options().idleTimeout(), this::onSilence);
    }

    /** Any thread. */
    void send(Bytes header, Frame frame) {
        outbox.send(header, frame);
    }

    /** Any thread. */
    void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws MalformedFrameException {
        byte[] body = (byte[]) message;
        Received frame = Received.parse(body);
        if (frame.group().isPresent()) {
            endpoint.counters().received(Wire.PREFIX_BYTES + body.length);
            if (!endpoint.receivers().deliver(frame.group().get(), link.peer(), frame.payload())) {
                endpoint.counters().dropped();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        heartbeat.heard();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            outbox.wakeUp();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        heartbeat.stop();
        if (link.detach(this) && !isExplained) {
            endpoint.log().forget("open " + link.peer());
            endpoint.log().info("closed " + link.peer(), "the connection to " + link.peer() + " was closed");
        }
        outbox.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof MalformedFrameException) {
            endpoint.counters().bad();
            explain("bad frame from " + link.peer(), QuietLog.reason(cause));
        } else if (!(cause instanceof IOException)) {
            explain("error with " + link.peer(), cause.toString());
        }
        ctx.close();
    }

    private void onSilence() {
        endpoint.log().forget("open " + link.peer());
        explain(
                "silent " + link.peer(),
                "nothing heard for " + endpoint.options().idleTimeout());
        channel.close();
    }

    private void explain(String topic, String reason) {
        isExplained = true;
        endpoint.log().warn(topic, "closing the connection to " + link.peer() + ": " + reason);
    }
}
