/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.consenso.spi.Transport;
import io.netty.channel.Channel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Carries frames over TCP. Any two peers share one connection for all of their groups; the one with the smaller id makes it, and makes it
 * again, after a pause, whenever it is lost. Each connection begins with a handshake in which both sides check cluster, protocol version
 * and identity. There is neither encryption nor proof of identity: the network must be one that is trusted.
 *
 * <p>While a connection stands, frames arrive in the order in which one thread sent them, each at most once. What is sent while there is
 * none is dropped, as is what a peer that does not keep up leaves in the queue beyond {@link NettyOptions#outboundBytesMax()}, and what
 * is sent to this process itself. Receivers are called on the event loop threads: with one thread (the default) one at a time.
 *
 * <p>Any thread may call any method.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the connection, and that is seen to
public final class NettyTransport implements Transport {
    private static final long CLOSE_SECONDS_MAX = 5;

    private final Endpoint endpoint;
    private final EventLoops loops;
    private final ExecutorService lookups;
    private final Channel listener;

    private NettyTransport(Endpoint endpoint, EventLoops loops, ExecutorService lookups, Channel listener) {
        this.endpoint = endpoint;
        this.loops = loops;
        this.lookups = lookups;
        this.listener = listener;
    }

    /**
     * Listens where {@code peers} says that {@code self} is, and starts connecting to the others.
     *
     * @throws java.net.BindException when the address cannot be listened on; the message names it
     */
    public static NettyTransport bind(PeerId self, Map<PeerId, InetSocketAddress> peers) throws IOException {
        return bind(NettyOptions.of(self, peers));
    }

    /**
     * Listens and starts connecting to the peers.
     *
     * @throws java.net.BindException when the address cannot be listened on; the message names it
     */
    public static NettyTransport bind(NettyOptions options) throws IOException {
        return bind(options, Resolver.SYSTEM);
    }

    static NettyTransport bind(NettyOptions options, Resolver resolver) throws IOException {
        String name = "consenso-transport-" + options.self();
        return bind(options, resolver, EventLoops.start(options.threads(), new DefaultThreadFactory(name, true)));
    }

    static NettyTransport bind(NettyOptions options, Resolver resolver, EventLoops loops) throws IOException {
        QuietLog log = new QuietLog(options.self());
        Endpoint endpoint = new Endpoint(options, new ConcurrentHashMap<>(), new Receivers(log), new Counters(), log);
        options.peers().keySet().forEach(peer -> endpoint.links().put(peer, new Link(peer, endpoint.receivers())));
        endpoint.links().remove(options.self());
        Channel listener;
        try {
            listener = Listener.bind(endpoint, loops);
        } catch (IOException e) {
            stop(loops).awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
            throw e;
        }
        NettyTransport transport = new NettyTransport(endpoint, loops, lookups(options), listener);
        transport.dial(resolver);
        return transport;
    }

    /** Threads that exist only while names are being looked up. */
    private static ExecutorService lookups(NettyOptions options) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                1,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory("consenso-lookup-" + options.self(), true));
    }

    private void dial(Resolver resolver) {
        endpoint.options().peers().forEach((peer, address) -> {
            Link link = endpoint.links().get(peer);
            if (link != null && endpoint.isDialer(peer)) {
                new Dialer(endpoint, link, address, loops, resolver, lookups).dial();
            }
        });
    }

    @Override
    public void subscribe(String group, Receiver receiver) {
        endpoint.receivers().subscribe(group, receiver);
    }

    @Override
    public void unsubscribe(String group) {
        endpoint.receivers().unsubscribe(group);
    }

    @Override
    public void send(String group, PeerId to, Frame frame) {
        Link link = endpoint.links().get(to);
        Connection connection = link == null ? null : link.connection();
        if (connection == null) {
            endpoint.counters().dropped();
        } else {
            connection.send(endpoint.receivers().header(group), frame);
        }
    }

    /** Where this process listens, with the port that was taken when the options left it open. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Whether a connection to the peer stands right now: what is sent would be queued, not dropped. */
    public boolean isConnected(PeerId peer) {
        Link link = endpoint.links().get(peer);
        return link != null && link.connection() != null;
    }

    /** What this transport has done so far. */
    public NettyStats stats() {
        return endpoint.counters().read();
    }

    /**
     * Ends all connections and threads at once; what waits in the queues is dropped. When it returns no receiver is being called, nor
     * will be; except when a receiver itself calls it, or one blocks for seconds.
     */
    @Override
    public void close() {
        endpoint.receivers().close();
        lookups.shutdownNow();
        boolean isCalledByReceiver = false;
        for (var loop : loops.group()) {
            isCalledByReceiver |= loop.inEventLoop();
        }
        Future<?> ended = stop(loops);
        if (!isCalledByReceiver) {
            ended.awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    private static Future<?> stop(EventLoops loops) {
        return loops.group().shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
