/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.simulation.DiskOptions;
import io.consenso.testkit.simulation.LinkOptions;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where a run takes place, drawn from its seed. Bounds are small, so that snapshots, transfers of them and full queues, where most bugs were
 * found in systems like this one, happen all the time; and each run is different in kind, some calm and some wild (Groce et al., 2012, "Swarm
 * testing").
 *
 * @param replicas how many
 * @param links of the network
 * @param disk of every node
 * @param options of every replica
 * @param clients how many
 * @param thinking how long a client waits before it asks again, on average
 */
record Environment(
        int replicas, LinkOptions links, DiskOptions disk, ReplicaOptions options, int clients, Duration thinking) {
    static Environment draw(RandomGenerator random, List<Integer> replicas, List<Integer> clients) {
        return new Environment(
                replicas.get(random.nextInt(replicas.size())),
                links(random),
                disk(random),
                options(random),
                clients.get(random.nextInt(clients.size())),
                Duration.ofMillis(50L << random.nextInt(4)));
    }

    private static LinkOptions links(RandomGenerator random) {
        LinkOptions links = switch (random.nextInt(4)) {
            case 0 -> LinkOptions.reliable();
            case 1 ->
                LinkOptions.reliable().withDelay(Duration.ofMillis(1), Duration.ofMillis(1L << random.nextInt(6)));
            case 2 -> LinkOptions.hostile();
            default -> LinkOptions.hostile().withLoss(random.nextDouble(0.1)).withDuplication(random.nextDouble(0.2));
        };
        return links.withInOrder(links.inOrder() || random.nextInt(3) == 0);
    }

    private static DiskOptions disk(RandomGenerator random) {
        DiskOptions disk = DiskOptions.ssd();
        return switch (random.nextInt(4)) {
            case 0 -> disk.withSync(Duration.ofMillis(1), Duration.ofMillis(5));
            case 1 -> disk.withStalls(0.01, Duration.ofMillis(500));
            default -> disk;
        };
    }

    private static ReplicaOptions options(RandomGenerator random) {
        return ReplicaOptions.defaults()
                .withRequestTimeout(Duration.ofMillis(500 + random.nextInt(5_000)))
                .withSessionTtl(random.nextBoolean() ? Duration.ofHours(1) : Duration.ofSeconds(1 + random.nextInt(5)))
                .withSnapshotEvery(1L << random.nextInt(9), 1 << 20, Duration.ofHours(1))
                .withTrailingEntries(random.nextInt(2) == 0 ? 0 : random.nextInt(100))
                .withSnapshotChunkBytes(16 << random.nextInt(9))
                .withCacheBytes(1L << random.nextInt(16));
    }
}
