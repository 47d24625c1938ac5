/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Keeps one peer connected: dials, and dials again after a pause whenever there is no connection. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is seen to
final class Dialer {
    private final Endpoint endpoint;
    private final Link link;
    private final InetSocketAddress address;
    private final Resolver resolver;
    private final Executor lookups;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Backoff backoff;

    Dialer(
            Endpoint endpoint,
            Link link,
            InetSocketAddress address,
            EventLoops loops,
            Resolver resolver,
            Executor lookups) {
        this.endpoint = endpoint;
        this.link = link;
        this.address = address;
        this.resolver = resolver;
        this.lookups = lookups;
        NettyOptions options = endpoint.options();
        loop = loops.group().next();
        bootstrap = new Bootstrap()
                .group(loop)
                .channel(loops.client())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.handshakeTimeout().toMillis())
                .handler(new ConnectionInitializer(endpoint, link));
        backoff = new Backoff(options.reconnectMin(), options.reconnectMax(), new SplittableRandom());
    }

    /** Looks the address up on a thread of its own: a name server that does not answer must not hold up the connections that stand. */
    void dial() {
        unlessClosing(() -> lookups.execute(() -> unlessClosing(this::lookUp)));
    }

    private void lookUp() {
        try {
            InetSocketAddress found = resolver.resolve(address);
            loop.execute(() -> connect(found));
        } catch (UnknownHostException e) {
            failed("unknown host " + address.getHostString());
        }
    }

    private void connect(InetSocketAddress found) {
        if (!loop.isShuttingDown()) {
            bootstrap.connect(found).addListener((ChannelFuture attempt) -> onAttempt(attempt));
        }
    }

    private void onAttempt(ChannelFuture attempt) {
        if (attempt.isSuccess()) {
            Channel channel = attempt.channel();
            channel.closeFuture().addListener(closing -> retry());
        } else {
            failed(QuietLog.reason(attempt.cause()));
        }
    }

    private void failed(String reason) {
        endpoint.log()
                .info("dial " + link.peer(), "cannot connect to " + link.peer() + ", will go on trying: " + reason);
        retry();
    }

    private void retry() {
        if (link.hasBeenUp()) {
            backoff.reset();
        }
        unlessClosing(() -> loop.schedule(this::dial, backoff.nextNanos(), TimeUnit.NANOSECONDS));
    }

    private static void unlessClosing(Runnable step) {
        try {
            step.run();
        } catch (RejectedExecutionException e) {
            // The transport is closing, and the executors are gone.
        }
    }
}
