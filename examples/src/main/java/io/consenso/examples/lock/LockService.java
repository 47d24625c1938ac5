/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import io.consenso.PeerId;
import io.consenso.examples.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the lock service. */
@NullUnmarked // picocli fills the parameters
@Command(
        name = "lock-service",
        description = "Processes that take turns at a file, under a lock with fencing tokens.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(up | demo)")
public final class LockService {
    private LockService() {}

    /** Runs the subcommand that the arguments name. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new LockService());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("lock-service: " + e.getMessage());
            return e instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
        if (args.length == 0) {
            line.usage(System.err);
            System.exit(CommandLine.ExitCode.USAGE);
        }
        System.exit(line.execute(args));
    }

    @Command(description = "Kills, stops and cuts off holders; PASS if the file never had two writers.")
    int demo(
            @Option(names = "--engine", defaultValue = Protocol.BOTH, description = "raft, paxos, or both (default).")
                    String engine)
            throws IOException, InterruptedException {
        int failed = 0;
        for (Protocol protocol : Protocol.allNamed(engine)) {
            Path data = Files.createTempDirectory("consenso-lock");
            System.out.println(protocol.word() + ": data and logs are in " + data);
            try {
                new LockDemo(protocol, data, System.out::println).run();
                System.out.println("PASS " + protocol.word());
                delete(data);
            } catch (IllegalStateException e) {
                System.out.println("FAIL " + protocol.word() + ": " + e.getMessage());
                failed = 1;
            }
        }
        return failed;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Command(description = "Runs three processes that take turns, and shows who writes, until Ctrl-C.")
    int up(
            @Option(names = "--engine", defaultValue = "raft", description = "raft (default) or paxos.") String engine,
            @Option(names = "--turn-ms", defaultValue = "2000", description = "How long a turn lasts; 2000 by default.")
                    long turnMillis)
            throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("consenso-lock");
        try (LockCluster cluster = new LockCluster(Protocol.named(engine), data, Duration.ofMillis(turnMillis))) {
            cluster.start();
            System.out.println(
                    "Data, logs and the file are in " + data + ". Kill or stop any of the processes; Ctrl-C ends all.");
            show(cluster);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void show(LockCluster cluster) throws IOException, InterruptedException {
        long shown = 0;
        while (cluster.processes().stream().anyMatch(LockProcess::isRunning)) {
            List<GuardedFile.Line> lines = cluster.file().lines();
            long last = shown;
            Optional<GuardedFile.Line> next =
                    lines.stream().filter(line -> line.token() > last).findFirst();
            if (next.isPresent()) {
                shown = next.get().token();
                System.out.println(next.get().writer() + " writes with token " + shown);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Command(description = "Runs one process.", hidden = true)
    int node(
            @Option(names = "--id", required = true) String id,
            @Option(names = "--peers", required = true) String peers,
            @Option(names = "--data", required = true) Path data,
            @Option(names = "--file", required = true) Path file,
            @Option(names = "--engine", required = true) String engine,
            @Option(names = "--lease-ms", required = true) long leaseMillis,
            @Option(names = "--turn-ms", required = true) long turnMillis,
            @Option(names = "--parent", required = true) long parent)
            throws IOException, InterruptedException {
        Map<PeerId, InetSocketAddress> addresses = Addresses.parse(peers);
        PeerId self = PeerId.of(id);
        InetSocketAddress listen = addresses.get(self);
        if (listen == null) {
            throw new IllegalArgumentException("--id " + id + " is not among --peers");
        }
        endWith(parent);
        new LockNode(new LockNode.Settings(
                        self,
                        addresses,
                        listen,
                        data,
                        file,
                        Protocol.named(engine).engine(Protocol.ELECTION_TIMEOUT),
                        Duration.ofMillis(leaseMillis),
                        Duration.ofMillis(turnMillis)))
                .run();
        return CommandLine.ExitCode.OK;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is nothing left to do after it
    private static void endWith(long parent) {
        ProcessHandle.of(parent)
                .ifPresentOrElse(process -> process.onExit().thenRun(() -> System.exit(1)), () -> System.exit(1));
    }
}
