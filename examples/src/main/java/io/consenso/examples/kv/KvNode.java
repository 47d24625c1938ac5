/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Role;
import io.consenso.runtime.Replica;
import io.consenso.runtime.ReplicaListener;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.spi.SnapshotMeta;
import io.consenso.storage.rocksdb.RocksOptions;
import io.consenso.storage.rocksdb.RocksStorage;
import io.consenso.transport.netty.NettyOptions;
import io.consenso.transport.netty.NettyTransport;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node: transport, storage, replica and server, started in that order and closed in the other. */
final class KvNode implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(KvNode.class);
    private static final String CLUSTER = "kv";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private KvNode() {}

    /**
     * What a node is started with.
     *
     * @param id its name
     * @param peers where all nodes, this one among them, listen for each other
     * @param listen where this one really listens for the others
     * @param resp where it listens for clients
     * @param data its directory
     * @param engine the protocol, with its time-outs
     * @param reads how fresh reads are
     * @param replica bounds and triggers
     * @param fsync whether writes wait for the disk
     * @param replaceLostStorage whether the node may come back with an empty directory
     */
    record Settings(
            String id,
            Map<String, InetSocketAddress> peers,
            InetSocketAddress listen,
            InetSocketAddress resp,
            Path data,
            EngineFactory<?> engine,
            ReadMode reads,
            ReplicaOptions replica,
            boolean fsync,
            boolean replaceLostStorage) {
        Settings {
            peers = Map.copyOf(peers);
        }

        Map<PeerId, InetSocketAddress> peerIds() {
            Map<PeerId, InetSocketAddress> byId = new HashMap<>();
            peers.forEach((name, address) -> byId.put(PeerId.of(name), address));
            return byId;
        }
    }

    static KvNode start(Settings settings) throws IOException {
        PeersFile.check(settings.data(), settings.peers());
        KvNode node = new KvNode();
        try {
            node.startParts(settings);
            return node;
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private void startParts(Settings settings) throws IOException {
        PeerId self = PeerId.of(settings.id());
        NettyTransport transport = opened(NettyTransport.bind(
                NettyOptions.of(self, settings.peerIds()).withCluster(CLUSTER).withListen(settings.listen())));
        Files.createDirectories(settings.data());
        RocksStorage storage = opened(RocksStorage.open(settings.data(), rocksOptions(settings, self)));
        PeersFile.write(settings.data(), settings.peers());
        Replica replica = opened(Replica.builder()
                .group("kv")
                .self(self)
                .voters(settings.peerIds().keySet())
                .engine(settings.engine())
                .transport(transport)
                .storage(storage)
                .stateMachine(new KvStore())
                .options(settings.replica())
                .listener(new Reporter())
                .replaceLostStorage(settings.replaceLostStorage())
                .start());
        LOG.info("restored snapshot at index {}", replica.status().snapshotIndex());
        Backend backend = new Backend(settings.id(), replica::propose, replica::query, replica::status);
        opened(RespServer.bind(HostPort.resolved(settings.resp()), backend, settings.reads()));
    }

    private static RocksOptions rocksOptions(Settings settings, PeerId self) {
        RocksOptions options = RocksOptions.of(self).withClusterId(CLUSTER);
        return settings.fsync() ? options : options.withoutFsync();
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("closing {}", part, e);
            }
        }
    }

    /** Puts the replica's life into the log; a replica that halted ends the process, so that whoever watches over it notices. */
    private static final class Reporter implements ReplicaListener {
        @Override
        public void onRole(Role role, long epoch) {
            LOG.info("{} in epoch {}", role, epoch);
        }

        @Override
        public void onLeader(Optional<PeerId> leader, long epoch) {
            LOG.info("leader in epoch {}: {}", epoch, leader.map(PeerId::value).orElse("none"));
        }

        @Override
        public void onSnapshot(SnapshotMeta snapshot, boolean installed) {
            LOG.info(
                    "snapshot {} at index {}",
                    installed ? "installed" : "taken",
                    snapshot.position().index());
        }

        @Override
        public void onHalted(Throwable cause) {
            // The replica has logged it at length; this is for whoever started the node by hand.
            System.err.println("kv: halted: "
                    + String.valueOf(cause.getMessage()).replace("replaceLostStorage", "--replace-lost-storage"));
            // Not from here: closing waits for the very lane that tells us.
            new Thread(() -> System.exit(1), "halted").start();
        }
    }
}
