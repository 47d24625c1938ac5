/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import io.consenso.PeerId;
import io.consenso.examples.Protocol;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Three nodes on free ports of this machine, with a link that can be cut from each to each. */
final class LockCluster implements Closeable {
    static final Duration LEASE = Duration.ofSeconds(2);
    private static final List<String> IDS = List.of("a", "b", "c");

    private final GuardedFile file;
    private final List<LockProcess> processes = new ArrayList<>();
    /** From whom, to whom. */
    private final Map<String, Map<String, CuttableLink>> links = new LinkedHashMap<>();

    LockCluster(Protocol protocol, Path data, Duration turn) throws IOException {
        Files.createDirectories(data);
        Path lines = data.resolve("file");
        file = new GuardedFile(lines);
        List<Integer> ports = Addresses.freePorts(IDS.size());
        for (int i = 0; i < IDS.size(); i++) {
            String id = IDS.get(i);
            Map<PeerId, Integer> peers = new LinkedHashMap<>();
            for (int j = 0; j < IDS.size(); j++) {
                peers.put(PeerId.of(IDS.get(j)), i == j ? ports.get(i) : link(id, IDS.get(j), ports.get(j)));
            }
            List<String> flags = new ArrayList<>(List.of("--peers", Addresses.text(peers)));
            flags.addAll(List.of("--data", data.resolve(id).toString(), "--file", lines.toString()));
            flags.addAll(List.of("--engine", protocol.word(), "--lease-ms", Long.toString(LEASE.toMillis())));
            flags.addAll(List.of("--turn-ms", Long.toString(turn.toMillis())));
            processes.add(new LockProcess(id, flags, data.resolve(id + ".log")));
        }
    }

    private int link(String from, String to, int port) throws IOException {
        CuttableLink link = new CuttableLink(port);
        links.computeIfAbsent(from, unknown -> new LinkedHashMap<>()).put(to, link);
        return link.port();
    }

    GuardedFile file() {
        return file;
    }

    List<LockProcess> processes() {
        return processes;
    }

    LockProcess process(String id) {
        return processes.get(IDS.indexOf(id));
    }

    void start() throws IOException {
        for (LockProcess process : processes) {
            process.start();
        }
    }

    /** Nobody hears that node, and it hears nobody. */
    void cutOff(String id) {
        links.forEach((from, each) -> each.forEach((to, link) -> {
            if (from.equals(id) || to.equals(id)) {
                link.cut();
            }
        }));
    }

    void mend() {
        links.values().forEach(each -> each.values().forEach(CuttableLink::mend));
    }

    long refused() throws IOException {
        long refused = 0;
        for (LockProcess process : processes) {
            refused += process.says("REFUSED");
        }
        return refused;
    }

    void end() throws InterruptedException {
        for (LockProcess process : processes) {
            process.end();
        }
    }

    /** Leaves nothing behind. */
    @Override
    public void close() throws IOException {
        for (LockProcess process : processes) {
            try {
                process.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (Map<String, CuttableLink> each : links.values()) {
            for (CuttableLink link : each.values()) {
                link.close();
            }
        }
    }
}
