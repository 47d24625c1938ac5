/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** A cluster in bad weather: what happens next is drawn from the seed. Afterwards the sky clears and the group must work. */
final class RandomSchedule {
    private static final int STEPS = 600;

    private final SplittableRandom random;
    private final SimCluster cluster;
    private final int crashes;
    private final int liveliness;
    private int proposals;

    RandomSchedule(long seed) {
        random = new SplittableRandom(seed);
        RaftOptions options = new RaftOptions(
                Duration.ofNanos(SimCluster.T),
                Duration.ofNanos(SimCluster.T / 10),
                1 + random.nextInt(4),
                40 + random.nextInt(400),
                40 + random.nextInt(200),
                100 + random.nextInt(1000));
        cluster = new SimCluster(1 + random.nextInt(5), options, seed);
        cluster.isDiskInstant = random.nextInt(4) == 0;
        crashes = random.nextInt(3);
        liveliness = random.nextInt(6);
        int deferred = random.nextInt(4);
        cluster.pollDeferred = () -> random.nextInt(4) < deferred;
    }

    void run() {
        cluster.replicas().forEach(SimReplica::start);
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        heal();
    }

    private void step() {
        SimReplica replica = anyReplica();
        int dice = random.nextInt(100);
        if (!replica.isUp) {
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
            replica.snapshot(replica.applied - random.nextInt(4));
        } else if (dice < 62) {
            replica.finishFetch();
        } else {
            rare(replica, dice);
        }
        weather();
    }

    private void rare(SimReplica replica, int dice) {
        if (dice < 62 + crashes) {
            replica.crash(random.nextInt(3));
        } else if (dice == 65) {
            cluster.cut(replica, anyReplica());
        } else if (dice == 66) {
            cluster.heal();
        } else if (dice == 67) {
            SimReplica other = anyReplica();
            replica.input(engine -> engine.disconnected(other.id));
        } else if (dice == 68) {
            cluster.isolate(cluster.newestLeader().orElse(replica));
        } else if (dice == 69) {
            cluster.drop(letter -> random.nextBoolean());
        } else {
            replica.tick();
        }
    }

    private void propose(SimReplica replica) {
        String[] payloads = new String[1 + random.nextInt(3)];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = "p" + proposals++ + "x".repeat(random.nextInt(60));
        }
        replica.propose(payloads);
    }

    private void passTime() {
        cluster.now += random.nextInt(4) == 0 ? random.nextLong(SimCluster.T) : random.nextLong(SimCluster.T / 10);
        for (SimReplica replica : cluster.replicas()) {
            if (replica.isUp && replica.wakeAt <= cluster.now && random.nextInt(8) > 0) {
                replica.tick();
            }
        }
    }

    /** Delivers some messages, in any order; some are lost and some come twice. */
    private void weather() {
        int deliveries = random.nextInt(2 + liveliness);
        for (int i = 0; i < deliveries && !cluster.network.isEmpty(); i++) {
            List<SimCluster.Letter> network = cluster.network;
            SimCluster.Letter letter = network.get(random.nextInt(random.nextBoolean() ? network.size() : 1));
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

    private SimReplica anyReplica() {
        return cluster.replicas().get(random.nextInt(cluster.replicas().size()));
    }

    /** Everything works again, so within a few time-outs a leader must commit on all replicas. */
    private void heal() {
        cluster.heal();
        cluster.isDiskInstant = true;
        cluster.pollDeferred = () -> false;
        for (SimReplica replica : cluster.replicas()) {
            if (replica.isUp) {
                replica.poll();
                replica.finishWrites();
            } else {
                replica.start();
            }
        }
        cluster.settle();
        cluster.run(8 * SimCluster.T);
        assertThat(cluster.leaders()).as("%s", cluster).hasSize(1);
        SimReplica leader = cluster.leaders().get(0);
        leader.propose("last");
        cluster.run(SimCluster.T);
        for (SimReplica replica : cluster.replicas()) {
            assertThat(replica.appliedPayloads()).as("%s", cluster).endsWith("last");
        }
        long readId = anyReplica().read();
        cluster.run(SimCluster.T);
        assertThat(cluster.replicas())
                .as("%s", cluster)
                .anyMatch(replica -> replica.granted.stream().anyMatch(read -> read.readId() == readId));
    }
}
