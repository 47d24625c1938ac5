/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.ReadMode;
import io.consenso.examples.Protocol;
import io.consenso.runtime.ReplicaOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node until it is told to stop. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "node",
        description = "Runs one node of a cluster.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class NodeCommand implements Callable<Integer> {
    @Option(names = "--id", required = true, description = "This node's name, one of those in --peers.")
    private String id;

    @Option(names = "--peers", required = true, description = "All nodes: a=host:port,b=host:port,c=host:port.")
    private String peers;

    @Option(
            names = "--listen",
            converter = Kv.AddressConverter.class,
            description = "Where to listen for the other nodes; its address in --peers unless given.")
    private InetSocketAddress listen;

    @Option(
            names = "--resp",
            required = true,
            converter = Kv.AddressConverter.class,
            description = "Where to listen for clients.")
    private InetSocketAddress resp;

    @Option(names = "--data", required = true, description = "Directory of the log and the snapshots.")
    private Path data;

    @Option(names = "--engine", defaultValue = "raft", description = "raft (default) or paxos, the same on all nodes.")
    private String engine;

    @Option(names = "--election-timeout-ms", defaultValue = "1000", description = "1000 by default.")
    private int electionTimeoutMillis;

    @Option(names = "--reads", defaultValue = "linearizable", description = "linearizable (default) or local.")
    private String reads;

    @Option(names = "--snapshot-entries", description = "Take a snapshot after so many log entries.")
    private Long snapshotEntries;

    @Option(names = "--snapshot-bytes", description = "Take a snapshot after so many bytes of log.")
    private Long snapshotBytes;

    @Option(names = "--trailing-entries", description = "Keep so many log entries below a snapshot.")
    private Long trailingEntries;

    @Option(
            names = "--no-fsync",
            description = "Do not wait for the disk: a power failure may take acknowledged writes.")
    private boolean noFsync;

    @Option(
            names = "--replace-lost-storage",
            description = "This node's data is lost for good; let it come back empty. One node at a time.")
    private boolean replaceLostStorage;

    @Option(names = "--parent", hidden = true, description = "Stop when this process ends.")
    private Long parent;

    @Override
    public Integer call() throws IOException, InterruptedException {
        KvNode.Settings settings = settings();
        KvNode node = KvNode.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop"));
        if (parent != null) {
            ProcessHandle.of(parent).ifPresent(NodeCommand::endWith);
        }
        System.out.println("node " + id + " serves clients on " + HostPort.show(resp) + ", data in " + data);
        new CountDownLatch(1).await();
        return 0;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is nothing left to do after it
    private static void endWith(ProcessHandle process) {
        process.onExit().thenRun(() -> System.exit(1));
    }

    private KvNode.Settings settings() {
        Map<String, InetSocketAddress> all = HostPort.parsePeers(peers);
        if (!all.containsKey(id)) {
            throw new IllegalArgumentException("--id " + id + " is not among --peers " + PeersFile.text(all));
        }
        return new KvNode.Settings(
                id,
                all,
                listen == null ? all.get(id) : listen,
                resp,
                data,
                Protocol.named(engine).engine(Duration.ofMillis(electionTimeoutMillis)),
                readMode(),
                replicaOptions(),
                !noFsync,
                replaceLostStorage);
    }

    private ReadMode readMode() {
        return switch (reads.toLowerCase(Locale.ROOT)) {
            case "linearizable" -> ReadMode.LINEARIZABLE;
            case "local" -> ReadMode.LOCAL;
            default -> throw new IllegalArgumentException("--reads is linearizable or local, not '" + reads + "'");
        };
    }

    private ReplicaOptions replicaOptions() {
        ReplicaOptions defaults = ReplicaOptions.defaults();
        return defaults.withSnapshotEvery(
                        snapshotEntries == null ? defaults.snapshotEntries() : snapshotEntries,
                        snapshotBytes == null ? defaults.snapshotBytes() : snapshotBytes,
                        defaults.snapshotInterval())
                .withTrailingEntries(trailingEntries == null ? defaults.trailingEntries() : trailingEntries)
                // A request of the size that the server accepts has to fit with the lengths of its words.
                .withCommandBytesMax(KvStore.VALUE_BYTES_MAX + (1 << 20));
    }
}
