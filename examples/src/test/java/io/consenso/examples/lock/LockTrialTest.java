/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.examples.Protocol;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.simulation.FaultOptions;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.Faults;
import io.consenso.testkit.simulation.LinkOptions;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Locks on groups that ship, under every fault that a group promises to survive, wrong clocks among them. */
class LockTrialTest {
    private static final Duration FAULTY = Duration.ofSeconds(20);

    @TestFactory
    Stream<DynamicTest> noTwoHoldTheLockAndAllAreServedInTheEnd() {
        long first = Long.getLong("consenso.seed", 1);
        long count = Long.getLong("consenso.seeds", 25);
        return Stream.of(Protocol.values())
                .flatMap(protocol -> LongStream.range(first, first + count)
                        .mapToObj(seed -> DynamicTest.dynamicTest(
                                protocol.word() + ", -Dconsenso.seed=" + seed, () -> trial(protocol, seed))));
    }

    private static void trial(Protocol protocol, long seed) {
        try (LockWorld world = new LockWorld(protocol.engine(Protocol.ELECTION_TIMEOUT), seed, options(seed))) {
            world.simulation.network().options(LinkOptions.hostile());
            FaultSchedule schedule =
                    FaultSchedule.draw(world.simulation.random("faults"), FaultOptions.everything(1), 3, FAULTY);
            world.cluster.start();
            Faults faults = schedule.applyTo(world.cluster);
            world.simulation.run(FAULTY);
            faults.stopAndMend();
            world.simulation.network().options(LinkOptions.reliable());
            requireAllAreServed(world);
        }
    }

    /** A lease and the time to see that it has run out, then every process again and again. */
    private static void requireAllAreServed(LockWorld world) {
        world.cluster.awaitLeader(Duration.ofSeconds(30));
        boolean areUp = world.simulation.runUntil(
                () -> world.cluster.peers().stream()
                        .allMatch(peer -> world.cluster.replica(peer).isPresent()
                                && world.cluster.status(peer).fault().isEmpty()),
                Duration.ofSeconds(60));
        assertThat(areUp).as("all are up").isTrue();
        world.simulation.run(Duration.ofMillis(10));
        long[] before = turns(world);
        boolean isFair = world.simulation.runUntil(
                () -> {
                    long[] now = turns(world);
                    for (int i = 0; i < now.length; i++) {
                        if (now[i] < before[i] + 3) {
                            return false;
                        }
                    }
                    return true;
                },
                Duration.ofSeconds(60));
        assertThat(isFair)
                .as(
                        "all are served, of %s turns; %s",
                        java.util.Arrays.toString(turns(world)), world.cluster.describe())
                .isTrue();
    }

    private static long[] turns(LockWorld world) {
        return world.cluster.peers().stream()
                .mapToLong(peer -> turns(world, peer))
                .toArray();
    }

    private static long turns(LockWorld world, PeerId peer) {
        LockWorld.Client client = world.clients.get(peer);
        return client == null ? 0 : client.turns;
    }

    /** Small bounds, so that snapshots are taken and fetched, and sessions end, all the time. */
    private static ReplicaOptions options(long seed) {
        RandomGenerator random = new java.util.SplittableRandom(seed);
        return ReplicaOptions.defaults()
                .withRequestTimeout(Duration.ofMillis(500 + random.nextInt(5_000)))
                .withSessionTtl(random.nextBoolean() ? Duration.ofHours(1) : Duration.ofSeconds(1 + random.nextInt(5)))
                .withSnapshotEvery(1L << random.nextInt(9), 1 << 20, Duration.ofHours(1))
                .withTrailingEntries(random.nextInt(2) == 0 ? 0 : random.nextInt(100));
    }
}
