/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.examples.Protocol;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Runs a whole cluster on this machine, each node a process of its own, until it is told to stop. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "up",
        description = "Runs a cluster of processes on this machine; Ctrl-C stops it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class UpCommand implements Callable<Integer> {
    private static final String HOST = "127.0.0.1";
    private static final int NODES_MAX = 26;
    private static final int PEER_PORT_DISTANCE = 10_000;
    private static final Duration LEADER_PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--engine", defaultValue = "raft", description = "raft (default) or paxos.")
    private String engine;

    @Option(names = "--nodes", defaultValue = "3", description = "How many nodes; 3 by default.")
    private int nodes;

    @Option(
            names = "--data",
            description = "Directory of all nodes' data; data/kv by default, data/kv-paxos for paxos.")
    private Path data;

    @Option(
            names = "--port",
            defaultValue = "6379",
            description = "The first node's port for clients, the others take the next ones; 6379 by default.")
    private int port;

    private final Map<String, Process> running = new LinkedHashMap<>();
    private volatile boolean stopping;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Protocol protocol = Protocol.named(engine);
        data = data == null ? defaultData(protocol) : data;
        Map<String, InetSocketAddress> clients = clientAddresses();
        Map<String, InetSocketAddress> peers = peerAddresses(clients);
        requireFree(clients.values());
        requireFree(peers.values());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        for (String id : clients.keySet()) {
            running.put(id, start(id, peers, clients.get(id)));
        }
        String leader = awaitLeader(clients);
        System.out.println("The cluster is up, " + leader + " leads. Any node takes any command:");
        clients.forEach((id, address) ->
                System.out.println("  redis-cli -p " + address.getPort() + "    # node " + id + ", log in " + log(id)));
        System.out.println("Ctrl-C stops it; the data stays in " + data + ".");
        return stay();
    }

    /** What one engine wrote means nothing to the other. */
    static Path defaultData(Protocol protocol) {
        return Path.of("data", protocol == Protocol.RAFT ? "kv" : "kv-" + protocol.word());
    }

    private Map<String, InetSocketAddress> clientAddresses() {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw new IllegalArgumentException("--nodes is 1 to " + NODES_MAX + ", not " + nodes);
        }
        if (port < 1 || port + nodes - 1 > 65_535) {
            throw new IllegalArgumentException("--port leaves no room for " + nodes + " nodes: " + port);
        }
        Map<String, InetSocketAddress> clients = new LinkedHashMap<>();
        for (int i = 0; i < nodes; i++) {
            clients.put(String.valueOf((char) ('a' + i)), InetSocketAddress.createUnresolved(HOST, port + i));
        }
        return clients;
    }

    /** The nodes' own ports stay what they were when the data was begun, whatever ports the clients are given. */
    private Map<String, InetSocketAddress> peerAddresses(Map<String, InetSocketAddress> clients) throws IOException {
        for (String id : clients.keySet()) {
            if (PeersFile.exists(data.resolve(id))) {
                Map<String, InetSocketAddress> stored = PeersFile.read(data.resolve(id));
                if (!stored.keySet().equals(clients.keySet())) {
                    throw new IOException(data + " holds a cluster of " + stored.size() + " nodes, not of " + nodes
                            + "; choose another directory with --data");
                }
                return stored;
            }
        }
        int distance = port + nodes - 1 + PEER_PORT_DISTANCE <= 65_535 ? PEER_PORT_DISTANCE : -PEER_PORT_DISTANCE;
        Map<String, InetSocketAddress> peers = new LinkedHashMap<>();
        clients.forEach(
                (id, address) -> peers.put(id, InetSocketAddress.createUnresolved(HOST, address.getPort() + distance)));
        return peers;
    }

    private static void requireFree(Iterable<InetSocketAddress> addresses) throws IOException {
        for (InetSocketAddress address : addresses) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
            } catch (IOException e) {
                throw new IOException(
                        "port " + address.getPort() + " is in use; choose another with --port (and --data)", e);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end of a node is told to the user, nobody waits for that
    private Process start(String id, Map<String, InetSocketAddress> peers, InetSocketAddress client)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The flags that this very process was given, -Xmx for instance, hold for the nodes.
        command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Kv.class.getName(), "node"));
        command.addAll(List.of("--id", id, "--peers", PeersFile.text(peers), "--resp", HostPort.show(client)));
        command.addAll(List.of("--data", data.resolve(id).toString(), "--engine", engine));
        command.addAll(List.of("--parent", Long.toString(ProcessHandle.current().pid())));
        Files.createDirectories(data);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log(id))))
                .start();
        process.onExit().thenAccept(ended -> ended(id, ended));
        return process;
    }

    private String log(String id) {
        return data.resolve(id + ".log").toString();
    }

    private void ended(String id, Process process) {
        if (!stopping) {
            System.err.println("kv: node " + id + " ended with exit code " + process.exitValue() + ": " + lastLine(id));
        }
    }

    private String lastLine(String id) {
        try {
            List<String> lines = Files.readAllLines(Path.of(log(id)));
            return lines.isEmpty() ? "its log is empty" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }

    private String awaitLeader(Map<String, InetSocketAddress> clients) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + LEADER_PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            for (Map.Entry<String, InetSocketAddress> client : clients.entrySet()) {
                if (!running.get(client.getKey()).isAlive()) {
                    stopping = true;
                    throw new IOException("node " + client.getKey() + " did not start: " + lastLine(client.getKey()));
                }
                if (isLeader(client.getValue())) {
                    return client.getKey();
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("no leader after " + LEADER_PATIENCE.toSeconds() + " s; see the logs in " + data);
    }

    private static boolean isLeader(InetSocketAddress client) {
        try (Jedis jedis = new Jedis(client.getHostString(), client.getPort())) {
            return jedis.info("consenso").contains("role:leader");
        } catch (JedisException e) {
            return false;
        }
    }

    private int stay() {
        CompletableFuture.allOf(running.values().stream().map(Process::onExit).toArray(CompletableFuture[]::new))
                .join();
        return 1;
    }

    private void stop() {
        stopping = true;
        running.values().forEach(Process::destroy);
        running.values().forEach(process -> process.onExit().join());
    }
}
