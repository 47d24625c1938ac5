/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Some transports on loopback, in one process. */
final class Cluster implements AutoCloseable {
    final Map<PeerId, InetSocketAddress> addresses;
    final Map<PeerId, NettyTransport> transports = new TreeMap<>();

    Cluster(List<PeerId> ids) throws IOException {
        addresses = freeAddresses(ids);
    }

    /** Some of them started and connected with each other. */
    Cluster connect(UnaryOperator<NettyOptions> options, PeerId... ids) throws IOException {
        for (PeerId id : ids) {
            start(id, options);
        }
        awaitConnected();
        return this;
    }

    NettyTransport get(PeerId id) {
        return Objects.requireNonNull(transports.get(id));
    }

    InetSocketAddress address(PeerId id) {
        return Objects.requireNonNull(addresses.get(id));
    }

    NettyTransport start(PeerId id, UnaryOperator<NettyOptions> options) throws IOException {
        NettyTransport transport = NettyTransport.bind(options.apply(NettyOptions.of(id, addresses)));
        transports.put(id, transport);
        return transport;
    }

    void awaitConnected() {
        transports.forEach((self, transport) -> transports.keySet().stream()
                .filter(peer -> !peer.equals(self))
                .forEach(peer -> Await.sure(self + " connects with " + peer, () -> transport.isConnected(peer))));
    }

    @Override
    public void close() {
        transports.values().forEach(NettyTransport::close);
    }

    static Map<PeerId, InetSocketAddress> freeAddresses(List<PeerId> ids) throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        Map<PeerId, InetSocketAddress> addresses = new HashMap<>();
        for (PeerId id : ids) {
            // All stay open until the last is found, so that no two get the same port.
            ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            probes.add(probe);
            addresses.put(id, new InetSocketAddress(InetAddress.getLoopbackAddress(), probe.getLocalPort()));
        }
        for (ServerSocket probe : probes) {
            probe.close();
        }
        return addresses;
    }
}
