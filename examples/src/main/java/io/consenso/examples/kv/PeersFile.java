/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Remembers beside a node's data which peers it was started with, so that a mistyped list does not split a cluster. */
final class PeersFile {
    private PeersFile() {}

    static boolean exists(Path data) {
        return Files.exists(file(data));
    }

    static Map<String, InetSocketAddress> read(Path data) throws IOException {
        try {
            return HostPort.parsePeers(Files.readString(file(data)).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file(data) + ": " + e.getMessage(), e);
        }
    }

    /** Throws {@link IOException} when another list is remembered there. */
    static void check(Path data, Map<String, InetSocketAddress> peers) throws IOException {
        if (exists(data) && !text(read(data)).equals(text(peers))) {
            throw new IOException("the peers " + text(peers) + " are not those that " + data + " was started with, "
                    + text(read(data)) + "; if the cluster really moved, change " + file(data));
        }
    }

    static void write(Path data, Map<String, InetSocketAddress> peers) throws IOException {
        Files.writeString(file(data), text(peers) + "\n");
    }

    static String text(Map<String, InetSocketAddress> peers) {
        return new TreeMap<>(peers)
                .entrySet().stream()
                        .map(peer -> peer.getKey() + "=" + HostPort.show(peer.getValue()))
                        .collect(Collectors.joining(","));
    }

    private static Path file(Path data) {
        return data.resolve("peers");
    }
}
