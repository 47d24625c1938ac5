/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * How a {@link NettyTransport} is set up. Start from {@link #of(PeerId, Map)} and change what differs.
 *
 * @param cluster names the cluster; peers of different clusters refuse each other
 * @param self who this process is
 * @param listen where this process listens; port 0 takes any free one
 * @param peers where the others are. Host names are resolved again for each attempt to connect; an entry for {@code self} is ignored.
 *     They are fixed for the life of the transport: list those that may join later, too
 * @param frameBytesMax the longest frame, in payload bytes; longer ones are dropped by the sender, and end the connection if they arrive.
 *     The same on all peers
 * @param outboundBytesMax how many bytes may wait for one peer; frames beyond that are dropped
 * @param handshakeTimeout how long connecting, and then the handshake, may take each
 * @param reconnectMin the shortest pause before connecting again
 * @param reconnectMax the longest pause before connecting again
 * @param idleTimeout a connection on which nothing was heard for this long is closed; both sides say something every quarter of it. The
 *     same on all peers
 * @param threads how many event loop threads serve the connections
 */
public record NettyOptions(
        String cluster,
        PeerId self,
        InetSocketAddress listen,
        Map<PeerId, InetSocketAddress> peers,
        int frameBytesMax,
        long outboundBytesMax,
        Duration handshakeTimeout,
        Duration reconnectMin,
        Duration reconnectMax,
        Duration idleTimeout,
        int threads) {
    private static final int MIB = 1 << 20;

    /** Copies the map. Refuses what cannot work with {@link IllegalArgumentException}. */
    public NettyOptions {
        peers = Map.copyOf(peers);
        require(
                !cluster.isEmpty() && cluster.length() <= 256,
                "a cluster id has 1 to 256 characters: '" + cluster + "'");
        require(frameBytesMax >= 1 && frameBytesMax <= 1024 * MIB, "frameBytesMax is 1 to 1 GiB: " + frameBytesMax);
        require(
                outboundBytesMax >= frameBytesMax + (long) Wire.OVERHEAD_BYTES_MAX,
                "outboundBytesMax leaves no room for one longest frame: " + outboundBytesMax);
        requireMillis(handshakeTimeout, "handshakeTimeout");
        requireMillis(reconnectMin, "reconnectMin");
        requireMillis(reconnectMax, "reconnectMax");
        requireMillis(idleTimeout, "idleTimeout");
        require(reconnectMin.compareTo(reconnectMax) <= 0, "reconnectMin is longer than reconnectMax: " + reconnectMin);
        require(threads >= 1, "at least one thread is needed: " + threads);
    }

    /** The defaults; {@code peers} contains {@code self}, and that is where this process listens. */
    public static NettyOptions of(PeerId self, Map<PeerId, InetSocketAddress> peers) {
        InetSocketAddress listen = peers.get(self);
        if (listen == null) {
            throw new IllegalArgumentException("no address for " + self + " itself among " + peers.keySet());
        }
        return new NettyOptions(
                "default",
                self,
                listen,
                peers,
                32 * MIB,
                64L * MIB,
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                1);
    }

    /** The same with another cluster id. */
    public NettyOptions withCluster(String value) {
        return new NettyOptions(
                value,
                self,
                listen,
                peers,
                frameBytesMax,
                outboundBytesMax,
                handshakeTimeout,
                reconnectMin,
                reconnectMax,
                idleTimeout,
                threads);
    }

    /** The same, listening there: say so when it differs from what the peers connect to. */
    public NettyOptions withListen(InetSocketAddress value) {
        return new NettyOptions(
                cluster,
                self,
                value,
                peers,
                frameBytesMax,
                outboundBytesMax,
                handshakeTimeout,
                reconnectMin,
                reconnectMax,
                idleTimeout,
                threads);
    }

    /** The same with another longest frame, in bytes. */
    public NettyOptions withFrameBytesMax(int value) {
        return new NettyOptions(
                cluster,
                self,
                listen,
                peers,
                value,
                outboundBytesMax,
                handshakeTimeout,
                reconnectMin,
                reconnectMax,
                idleTimeout,
                threads);
    }

    /** The same with another bound on what waits for one peer, in bytes. */
    public NettyOptions withOutboundBytesMax(long value) {
        return new NettyOptions(
                cluster,
                self,
                listen,
                peers,
                frameBytesMax,
                value,
                handshakeTimeout,
                reconnectMin,
                reconnectMax,
                idleTimeout,
                threads);
    }

    /** The same with another patience for connecting and for the handshake. */
    public NettyOptions withHandshakeTimeout(Duration value) {
        return new NettyOptions(
                cluster,
                self,
                listen,
                peers,
                frameBytesMax,
                outboundBytesMax,
                value,
                reconnectMin,
                reconnectMax,
                idleTimeout,
                threads);
    }

    /** The same with other pauses before connecting again. */
    public NettyOptions withReconnect(Duration min, Duration max) {
        return new NettyOptions(
                cluster,
                self,
                listen,
                peers,
                frameBytesMax,
                outboundBytesMax,
                handshakeTimeout,
                min,
                max,
                idleTimeout,
                threads);
    }

    /** The same with another patience for a silent peer. */
    public NettyOptions withIdleTimeout(Duration value) {
        return new NettyOptions(
                cluster,
                self,
                listen,
                peers,
                frameBytesMax,
                outboundBytesMax,
                handshakeTimeout,
                reconnectMin,
                reconnectMax,
                value,
                threads);
    }

    /** The same with another number of event loop threads. */
    public NettyOptions withThreads(int value) {
        return new NettyOptions(
                cluster,
                self,
                listen,
                peers,
                frameBytesMax,
                outboundBytesMax,
                handshakeTimeout,
                reconnectMin,
                reconnectMax,
                idleTimeout,
                value);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static void requireMillis(Duration duration, String name) {
        require(
                duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(Duration.ofDays(1)) <= 0,
                name + " is 1 ms to 1 day: " + duration);
    }
}
