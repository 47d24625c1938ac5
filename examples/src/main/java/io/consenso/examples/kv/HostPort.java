/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and shows addresses written as {@code host:port}. */
final class HostPort {
    private HostPort() {}

    /** The address, not looked up yet. Throws {@link IllegalArgumentException} for anything else. */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0) {
                return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException("not an address of the form host:port: '" + text + "'");
    }

    /** Reads {@code id=host:port,id=host:port}. */
    static Map<String, InetSocketAddress> parsePeers(String text) {
        Map<String, InetSocketAddress> peers = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("not a peer of the form id=host:port: '" + part + "'");
            }
            if (peers.put(part.substring(0, equals), parse(part.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("peer '" + part.substring(0, equals) + "' is named twice");
            }
        }
        return peers;
    }

    static String show(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    static InetSocketAddress resolved(InetSocketAddress address) {
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }
}
