/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress.ReadGrant;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A group of bare engines in bad weather: messages lost, repeated and reordered, slow disks, crashes, cuts, snapshots; what happens next is drawn
 * from the seed. Afterwards the sky clears and the group must work.
 *
 * @param <M> the engines' messages
 */
public final class RandomSchedule<M> {
    private static final int STEPS = 600;

    private final SplittableRandom random;
    private final EngineCluster<M> cluster;
    private final long timeoutNanos;
    private final int crashes;
    private final int liveliness;
    private int proposals;

    /**
     * A schedule.
     *
     * @param factories makes the engines, with options drawn from the generator or not
     * @param timeout after about how long the engines miss a leader; afterwards eight times that is enough to agree on one
     */
    public RandomSchedule(
            long seed,
            Function<SplittableRandom, EngineFactory<M>> factories,
            Duration timeout,
            ProtocolInvariants<M> protocol) {
        random = new SplittableRandom(seed);
        timeoutNanos = timeout.toNanos();
        EngineFactory<M> factory = factories.apply(random);
        cluster = new EngineCluster<>(factory, 1 + random.nextInt(5), seed, protocol);
        cluster.disksInstant(random.nextInt(4) == 0);
        crashes = random.nextInt(3);
        liveliness = random.nextInt(6);
        int deferred = random.nextInt(4);
        cluster.deferPolls(() -> random.nextInt(4) < deferred);
    }

    /** Goes through it. Throws {@link AssertionError} when an invariant breaks, or when the group does not work in the end. */
    public void run() {
        cluster.start();
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        clear();
    }

    private void step() {
        EngineReplica<M> replica = anyReplica();
        int dice = random.nextInt(100);
        if (!replica.isUp()) {
            if (dice < 20) {
                replica.start();
            }
        } else if (dice < 25) {
            replica.pollIfDirty();
            replica.finishWrite();
        } else if (dice < 40) {
            passTime();
        } else if (dice < 50) {
            propose(dice < 47 ? cluster.newestLeader().orElse(replica) : replica);
        } else if (dice < 55) {
            replica.read();
        } else if (dice < 58) {
            replica.pollIfDirty();
            replica.takeSnapshot(replica.applied() - random.nextInt(4));
        } else if (dice < 62) {
            replica.finishFetch();
        } else {
            rare(replica, dice);
        }
        weather();
    }

    private void rare(EngineReplica<M> replica, int dice) {
        if (dice < 62 + crashes) {
            replica.crash(random.nextInt(3));
        } else if (dice == 65) {
            cluster.cut(replica, anyReplica());
        } else if (dice == 66) {
            cluster.heal();
        } else if (dice == 67) {
            EngineReplica<M> other = anyReplica();
            replica.input(engine -> engine.disconnected(other.id()));
        } else if (dice == 68) {
            cluster.isolate(cluster.newestLeader().orElse(replica));
        } else if (dice == 69) {
            cluster.drop(letter -> random.nextBoolean());
        } else {
            replica.tick();
        }
    }

    private void propose(EngineReplica<M> replica) {
        String[] payloads = new String[1 + random.nextInt(3)];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = "p" + proposals++ + "x".repeat(random.nextInt(60));
        }
        replica.propose(payloads);
    }

    private void passTime() {
        cluster.advance(random.nextLong(random.nextInt(4) == 0 ? timeoutNanos : timeoutNanos / 10));
        for (EngineReplica<M> replica : cluster.replicas()) {
            if (replica.isDue() && random.nextInt(8) > 0) {
                replica.tick();
            }
        }
    }

    /** Delivers some messages, in any order; some are lost and some come twice. */
    private void weather() {
        int deliveries = random.nextInt(2 + liveliness);
        for (int i = 0; i < deliveries && !cluster.network().isEmpty(); i++) {
            List<Letter<M>> network = cluster.network();
            Letter<M> letter = network.get(random.nextInt(random.nextBoolean() ? network.size() : 1));
            int dice = random.nextInt(20);
            if (dice == 0) {
                cluster.take(letter);
            } else if (dice == 1) {
                cluster.hand(letter);
            } else {
                cluster.deliver(letter);
            }
        }
    }

    private EngineReplica<M> anyReplica() {
        return cluster.replicas().get(random.nextInt(cluster.replicas().size()));
    }

    /** Everything works again, so within a few time-outs a leader must commit on all replicas. */
    private void clear() {
        cluster.heal();
        cluster.disksInstant(true);
        cluster.deferPolls(() -> false);
        for (EngineReplica<M> replica : cluster.replicas()) {
            if (replica.isUp()) {
                replica.poll();
                replica.finishWrites();
            } else {
                replica.start();
            }
        }
        cluster.settle();
        cluster.run(8 * timeoutNanos);
        assertThat(cluster.leaders()).as("leaders of %s", cluster).hasSize(1);
        cluster.leaders().get(0).propose("last");
        cluster.run(timeoutNanos);
        for (EngineReplica<M> replica : cluster.replicas()) {
            assertThat(replica.appliedPayloads()).as("%s", cluster).endsWith("last");
        }
        long readId = anyReplica().read();
        cluster.run(timeoutNanos);
        assertThat(cluster.replicas())
                .as("%s", cluster)
                .anyMatch(replica ->
                        replica.granted().stream().map(ReadGrant::readId).anyMatch(id -> id == readId));
    }
}
