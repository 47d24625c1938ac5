/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.machine.JournalMachine;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The same seed gives the same trace, whatever else the JVM does, and in whichever JVM. */
class SameTraceTest {
    private static final long[] SEEDS = {1, 2, 3, 4};

    /** Prints the hash of a run: what this test starts in a JVM of its own. */
    public static void main(String[] seeds) {
        for (String seed : seeds) {
            System.out.println("hash " + hash(Long.parseLong(seed)));
        }
    }

    @Test
    void inAnotherJvm() throws IOException, InterruptedException {
        List<String> here =
                LongStream.of(SEEDS).mapToObj(seed -> "hash " + hash(seed)).toList();
        assertThat(inAJvmOfItsOwn(SEEDS)).isEqualTo(here);
        assertThat(here).doesNotHaveDuplicates();
    }

    @Test
    void besidesOtherSimulations() {
        List<CompletableFuture<Long>> atOnce = LongStream.of(SEEDS)
                .mapToObj(seed -> CompletableFuture.supplyAsync(() -> hash(seed)))
                .toList();
        List<Long> alone = LongStream.of(SEEDS).mapToObj(SameTraceTest::hash).toList();
        assertThat(atOnce.stream().map(CompletableFuture::join).toList()).isEqualTo(alone);
    }

    /** Real replicas under faults, their clients and snapshots. */
    private static long hash(long seed) {
        try (Simulation simulation = new Simulation(seed)) {
            simulation.network().options(LinkOptions.hostile().withTail(0.01, Duration.ofSeconds(1)));
            SimulatedCluster<JournalMachine> cluster = SimulatedCluster.of(
                            simulation, new FixedLeader(), 3, JournalMachine::new)
                    .options(ReplicaOptions.defaults().withSnapshotEvery(20, 1 << 20, Duration.ofHours(1)))
                    .start();
            Duration length = Duration.ofSeconds(20);
            FaultOptions options = FaultOptions.everything(1).withSwarm(false);
            Faults faults = FaultSchedule.draw(simulation.random("faults"), options, 3, length)
                    .applyTo(cluster);
            RandomGenerator random = simulation.random("client");
            propose(simulation, cluster, random);
            simulation.run(length);
            faults.stopAndMend();
            simulation.run(Duration.ofSeconds(5));
            return simulation.trace().hash();
        }
    }

    private static void propose(
            Simulation simulation, SimulatedCluster<JournalMachine> cluster, RandomGenerator random) {
        PeerId peer = cluster.peers().get(random.nextInt(3));
        var unused = cluster.propose(peer, Bytes.ofLong(random.nextLong()));
        simulation.after(Duration.ofMillis(random.nextInt(40)), () -> propose(simulation, cluster, random));
    }

    private static List<String> inAJvmOfItsOwn(long... seeds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                SameTraceTest.class.getName()));
        LongStream.of(seeds).forEach(seed -> command.add(Long.toString(seed)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().filter(line -> line.startsWith("hash ")).toList();
    }

    /** Everything that this JVM was given, as modules or not, and these tests, which may be patched into a module. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                root(SameTraceTest.class),
                root(Simulation.class),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
    }

    private static String root(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        String url = String.valueOf(type.getResource("/" + file));
        String root = url.substring(0, url.length() - file.length());
        return root.startsWith("file:") ? Path.of(URI.create(root)).toString() : "";
    }
}
