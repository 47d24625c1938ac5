/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.FaultOptions;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.Faults;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whole replicas under every fault that the simulator knows: first safety, then, when everything is mended, progress. */
final class ReplicaChaosTest {
    private static final int SEEDS = Integer.getInteger("consenso.seeds", 40);
    private static final long FIRST_SEED = Long.getLong("consenso.seed", 1);
    private static final Duration LENGTH = Duration.ofSeconds(30);

    @Test
    void threeReplicasLoseNothingAndApplyEverythingOnce() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new Run(seed, 3).go();
        }
    }

    @Test
    void fiveReplicasLoseNothingAndApplyEverythingOnce() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new Run(seed, 5).go();
        }
    }

    @Test
    void replicasWhoseDisksAreDamagedBeyondRepairAnswerNothingWrong() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            new Run(seed, seed % 2 == 0 ? 3 : 5).goBeyondAtlas();
        }
    }

    private static final class Run {
        private final Simulation simulation;
        private final SimulatedCluster<JournalMachine> cluster;
        private final RandomGenerator random;
        private final Map<Long, String> outcomes = new HashMap<>();
        private final long seed;
        private long next = 1;
        private long acknowledgedMost;
        private final List<String> broken = new ArrayList<>();
        private boolean stop;

        Run(long seed, int size) {
            this.seed = seed;
            simulation = new Simulation(seed);
            random = simulation.random("clients");
            simulation.network().options(random.nextBoolean() ? LinkOptions.hostile() : LinkOptions.reliable());
            ReplicaOptions options = ReplicaOptions.defaults()
                    .withRequestTimeout(Duration.ofSeconds(5))
                    .withSnapshotEvery(1 + random.nextInt(60), 1 << 20, Duration.ofHours(1))
                    .withTrailingEntries(random.nextInt(20))
                    .withSnapshotChunkBytes(1 + random.nextInt(3000))
                    .withCacheBytes(1 + random.nextInt(5000));
            cluster = SimulatedCluster.of(simulation, Raft.engine(), size, JournalMachine::new)
                    .options(options);
        }

        void go() {
            FaultSchedule schedule = draw(FaultOptions.everything((size() - 1) / 2));
            Faults faults = run(schedule::applyTo);
            assertThat(faults.mayHaveHalted())
                    .as("seed %s: %s", seed, cluster.halted())
                    .containsAll(cluster.halted().keySet());
            cluster.awaitLeader(Duration.ofSeconds(20));
            cluster.awaitConverged(Duration.ofSeconds(30));
            assertThat(faults.mayBeHalted()).as("seed %s", seed).isEmpty();
            check();
        }

        /** Most disks may rot, so there may be no progress; what is answered must be right all the same. */
        void goBeyondAtlas() {
            FaultOptions options = FaultOptions.everything(size()).withSwarm(false);
            for (FaultKind damage : List.of(FaultKind.ROT_ENTRY, FaultKind.ROT_VOTE, FaultKind.ROT_SNAPSHOT)) {
                options = options.withWeight(damage, 6);
            }
            FaultSchedule schedule = draw(options);
            Faults faults = run(schedule::applyBeyondAtlas);
            assertThat(faults.mayHaveHalted())
                    .as("seed %s: %s", seed, cluster.halted())
                    .containsAll(cluster.halted().keySet());
            assertThat(broken).as("seed %s", seed).isEmpty();
            List<JournalMachine> running = cluster.peers().stream()
                    .filter(peer -> cluster.replica(peer).isPresent())
                    .map(cluster::machine)
                    .toList();
            assertThat(running).as("seed %s", seed).allMatch(machine -> machine.agreesWith(running.get(0)));
        }

        private int size() {
            return cluster.peers().size();
        }

        private FaultSchedule draw(FaultOptions options) {
            return FaultSchedule.draw(simulation.random("faults"), options, size(), LENGTH);
        }

        private Faults run(Function<SimulatedCluster<?>, Faults> applied) {
            cluster.start();
            for (int client = 0; client < 4; client++) {
                act();
            }
            Faults faults = applied.apply(cluster);
            simulation.run(LENGTH);
            faults.stopAndMend();
            simulation.run(Duration.ofSeconds(10));
            stop = true;
            simulation.run(Duration.ofSeconds(10));
            return faults;
        }

        /** One client: a command or a query on some replica, then the next when this one is answered. */
        @SuppressWarnings("FutureReturnValueIgnored") // what the callback throws would be lost, so it is kept in broken
        private void act() {
            if (stop) {
                return;
            }
            PeerId peer = cluster.peers().get(random.nextInt(cluster.peers().size()));
            if (random.nextInt(4) == 0) {
                long atLeast = acknowledgedMost;
                cluster.query(peer, Bytes.EMPTY, ReadMode.LINEARIZABLE).whenComplete((reply, failure) -> {
                    if (failure == null && reply.toLong() < atLeast) {
                        broken.add("stale read: " + reply.toLong() + " < " + atLeast);
                    }
                    pause();
                });
                return;
            }
            long id = next++;
            outcomes.put(id, "pending");
            cluster.propose(peer, Bytes.ofLong(id)).whenComplete((reply, failure) -> {
                if (failure == null) {
                    acknowledgedMost = Math.max(acknowledgedMost, reply.toLong());
                    outcomes.put(id, "applied");
                } else {
                    boolean not = failure instanceof ConsensusException e && !e.mayBeApplied();
                    outcomes.put(id, not ? "not" : "unknown");
                }
                pause();
            });
        }

        private void pause() {
            simulation.after(Duration.ofMillis(1 + random.nextInt(30)), this::act);
        }

        private void check() {
            assertThat(broken).as("seed %s", seed).isEmpty();
            JournalMachine reference = cluster.machine(cluster.peers().get(0));
            for (PeerId peer : cluster.peers()) {
                JournalMachine machine = cluster.machine(peer);
                assertThat(machine.size()).as("seed %s", seed).isEqualTo(reference.size());
                assertThat(machine.agreesWith(reference)).as("seed %s", seed).isTrue();
            }
            Map<Long, Integer> times = new HashMap<>();
            List<Command> commands = reference.commands();
            for (Command command : commands) {
                times.merge(command.payload().toLong(), 1, Integer::sum);
            }
            outcomes.forEach((id, outcome) -> {
                int applied = times.getOrDefault(id, 0);
                switch (outcome) {
                    case "applied" ->
                        assertThat(applied).as("seed %s: command %s", seed, id).isEqualTo(1);
                    case "not" ->
                        assertThat(applied).as("seed %s: command %s", seed, id).isZero();
                    default ->
                        assertThat(applied)
                                .as("seed %s: command %s %s", seed, id, outcome)
                                .isLessThanOrEqualTo(1);
                }
            });
            long acknowledged =
                    outcomes.values().stream().filter("applied"::equals).count();
            System.out.println("seed " + seed + ": " + acknowledged + " of " + outcomes.size() + " acknowledged, "
                    + commands.size() + " applied");
            assertThat(acknowledged).as("seed %s", seed).isGreaterThan(50);
        }
    }
}
