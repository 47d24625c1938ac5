/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import com.google.protobuf.InvalidProtocolBufferException;
import io.consenso.spi.MalformedFrameException;
import io.consenso.transport.netty.proto.Handshake;
import io.consenso.transport.netty.proto.Hello;
import io.consenso.transport.netty.proto.Verdict;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is at the other end, before anything else. The dialer says hello; the acceptor says hello and gives its verdict; the
 * dialer gives its own. Once both are favourable a {@link Connection} takes this handler's place.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is seen to
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private final Endpoint endpoint;
    private final Greeting greeting;
    private final FrameReader reader;
    private final @Nullable Link dialed;
    private @Nullable Link accepted;
    private @Nullable Future<?> timeout;
    private boolean isOver;

    /** {@code dialed} is the peer that this side called; null at the side that was called. */
    HandshakeHandler(Endpoint endpoint, FrameReader reader, @Nullable Link dialed) {
        this.endpoint = endpoint;
        this.reader = reader;
        this.dialed = dialed;
        greeting = new Greeting(endpoint);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        long nanos = endpoint.options().handshakeTimeout().toNanos();
        timeout = ctx.executor()
                .schedule(() -> end(ctx, "the handshake took too long", false), nanos, TimeUnit.NANOSECONDS);
        if (dialed != null) {
            sayHello(ctx, dialed.peer().value());
            ctx.flush();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws MalformedFrameException {
        if (isOver) {
            return;
        }
        Handshake step = parse((byte[]) message);
        if (step.hasHello() && accepted == null) {
            onHello(ctx, step.getHello());
        } else if (step.hasVerdict() && step.getVerdict().getRefusal().isEmpty() && accepted != null) {
            onAccepted(ctx, accepted);
        } else if (step.hasVerdict() && !step.getVerdict().getRefusal().isEmpty()) {
            end(ctx, "they refused: " + step.getVerdict().getRefusal(), true);
        } else {
            throw new MalformedFrameException("a handshake out of order");
        }
    }

    private static Handshake parse(byte[] message) throws MalformedFrameException {
        try {
            return Handshake.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFrameException("an unreadable handshake", e);
        }
    }

    private void onHello(ChannelHandlerContext ctx, Hello hello) {
        if (dialed == null) {
            sayHello(ctx, hello.getFrom());
        }
        Optional<String> objection = greeting.objection(hello, dialed);
        Verdict verdict = Verdict.newBuilder().setRefusal(objection.orElse("")).build();
        var written = ctx.writeAndFlush(Wire.message(
                ctx.alloc(), Handshake.newBuilder().setVerdict(verdict).build()));
        if (objection.isPresent()) {
            explain(ctx, "refused: " + objection.get(), true);
            written.addListener(ChannelFutureListener.CLOSE);
        } else {
            accepted = greeting.link(hello).orElseThrow();
        }
    }

    private void onAccepted(ChannelHandlerContext ctx, Link link) {
        finish();
        Connection connection = new Connection(endpoint, link, ctx.channel());
        ctx.pipeline().replace(this, "connection", connection);
        reader.allow(endpoint.options().frameBytesMax() + Wire.OVERHEAD_BYTES_MAX);
        // Said before it can be used: who finds it in use finds the line, too.
        endpoint.log().forget("dial " + link.peer());
        endpoint.log().forget("closed " + link.peer());
        endpoint.log()
                .info(
                        "open " + link.peer(),
                        "connected with " + link.peer() + " at " + ctx.channel().remoteAddress());
        link.attach(connection);
    }

    private void sayHello(ChannelHandlerContext ctx, String peer) {
        Handshake hello = Handshake.newBuilder().setHello(greeting.to(peer)).build();
        ctx.write(Wire.magic(), ctx.voidPromise());
        ctx.write(Wire.message(ctx.alloc(), hello), ctx.voidPromise());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, "they closed the connection during the handshake", false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof MalformedFrameException && !isOver) {
            endpoint.counters().bad();
        }
        end(ctx, QuietLog.reason(cause), false);
    }

    private void end(ChannelHandlerContext ctx, String reason, boolean isRefusal) {
        explain(ctx, reason, isRefusal);
        ctx.close();
    }

    /** One line for each handshake that fails, and fewer when they fail for the same reason again and again. */
    private void explain(ChannelHandlerContext ctx, String reason, boolean isRefusal) {
        if (isOver) {
            return;
        }
        finish();
        if (isRefusal) {
            endpoint.counters().refused();
        }
        SocketAddress address = ctx.channel().remoteAddress();
        String who =
                dialed == null ? "connection from " + address : "connection to " + dialed.peer() + " at " + address;
        endpoint.log().warn(topic(address) + reason, who + ": " + reason);
    }

    /** Without the port: it is another one at each attempt. */
    private String topic(SocketAddress address) {
        if (dialed != null) {
            return "handshake with " + dialed.peer();
        }
        return "handshake with " + (address instanceof InetSocketAddress inet ? inet.getHostString() : "someone");
    }

    private void finish() {
        isOver = true;
        if (timeout != null) {
            timeout.cancel(false);
        }
    }
}
