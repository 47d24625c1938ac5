/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import io.consenso.PeerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where nodes of this machine listen. */
final class Addresses {
    private static final String HOST = "127.0.0.1";

    private Addresses() {}

    static InetSocketAddress local(int port) {
        return InetSocketAddress.createUnresolved(HOST, port);
    }

    /** Reads {@code id=port,id=port}. */
    static Map<PeerId, InetSocketAddress> parse(String text) {
        Map<PeerId, InetSocketAddress> peers = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("not a peer of the form id=port: '" + part + "'");
            }
            peers.put(PeerId.of(part.substring(0, equals)), local(Integer.parseInt(part.substring(equals + 1))));
        }
        return peers;
    }

    static String text(Map<PeerId, Integer> ports) {
        return ports.entrySet().stream()
                .map(peer -> peer.getKey() + "=" + peer.getValue())
                .collect(Collectors.joining(","));
    }

    /** Held open together, so that no port comes twice. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
