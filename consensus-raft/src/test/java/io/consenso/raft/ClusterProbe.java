/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.engine.EngineFactory;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.engine.DurableLogs;
import io.consenso.testkit.engine.EngineInvariants;
import io.consenso.testkit.engine.ObservedEngines;
import io.consenso.testkit.engine.Observers;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.FaultOptions;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.Faults;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Whole replicas under every kind of fault: from a seed to what was found, or nothing. */
final class ClusterProbe implements Function<String, String> {
    private static final Duration WEATHER = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<FaultKind> KINDS = EnumSet.of(
            FaultKind.CRASH,
            FaultKind.CRASH_IN_TASK,
            FaultKind.KILL,
            FaultKind.BLACKOUT,
            FaultKind.PAUSE,
            FaultKind.SLOW_NODE,
            FaultKind.ISOLATE,
            FaultKind.PARTITION,
            FaultKind.ONE_WAY,
            FaultKind.CLOG,
            FaultKind.RESET,
            FaultKind.DRIFT,
            FaultKind.CLOCK_JUMP,
            FaultKind.DISK_STALL);
    private static final String PLANTED = "a failure of the disk";

    @Override
    public String apply(String seed) {
        try (Simulation simulation = new Simulation(Long.parseLong(seed))) {
            return new Run(simulation).go();
        } catch (RuntimeException | AssertionError e) {
            return Finding.of(e);
        }
    }

    private enum Outcome {
        APPLIED,
        NOT_APPLIED,
        UNKNOWN
    }

    private static final class Run {
        private final Simulation simulation;
        private final SimulatedCluster<JournalMachine> cluster;
        private final EngineInvariants<Message> invariants;
        private final RaftInvariants raft;
        private final RaftQuorums quorums = new RaftQuorums();
        private final RandomGenerator random;
        private final RandomGenerator mischief;
        private final Map<Long, Outcome> outcomes = new TreeMap<>();
        private final Map<Long, Long> places = new TreeMap<>();
        private final List<String> found = new ArrayList<>();
        private long next = 1;
        private long acknowledgedMost;
        private boolean isCalm;
        private boolean isOver;

        Run(Simulation simulation) {
            this.simulation = simulation;
            random = simulation.random("clients");
            mischief = simulation.random("mischief");
            simulation.network().options(random.nextBoolean() ? LinkOptions.hostile() : LinkOptions.reliable());
            var durable =
                    DurableLogs.ofRuntime(peer -> simulation.node(peer).disk().durable("default"));
            invariants = new EngineInvariants<Message>(durable)
                    .quorum((membership, peers) ->
                            2 * peers.size() > membership.voters().size());
            raft = new RaftInvariants(durable);
            cluster = SimulatedCluster.of(simulation, engine(), 2 + random.nextInt(4), JournalMachine::new)
                    .options(ReplicaOptions.defaults()
                            .withRequestTimeout(Duration.ofMillis(500 + random.nextInt(5_000)))
                            .withSessionTtl(Duration.ofMillis(random.nextBoolean() ? 3_600_000 : 2_000))
                            .withSnapshotEvery(1 + random.nextInt(60), 1 << 20, Duration.ofHours(1))
                            .withTrailingEntries(random.nextInt(20))
                            .withSnapshotChunkBytes(1 + random.nextInt(3000))
                            .withCacheBytes(1 + random.nextInt(random.nextBoolean() ? 100 : 5000)));
        }

        private EngineFactory<?> engine() {
            return ObservedEngines.observe(
                    new Raft.Factory(RaftOptions.defaults()),
                    Observers.of(List.of(invariants, raft, quorums)),
                    peer -> simulation.node(peer).isUp());
        }

        String go() {
            cluster.start();
            FaultSchedule schedule = FaultSchedule.draw(
                    simulation.random("faults"),
                    FaultOptions.everything((cluster.peers().size() - 1) / 2)
                            .withKinds(KINDS)
                            .withPace(Duration.ofMillis(500), Duration.ofSeconds(1)),
                    cluster.peers().size(),
                    WEATHER);
            for (int client = 0; client < 4; client++) {
                act();
            }
            Faults faults = schedule.applyTo(simulation, cluster.nodes(), cluster::leader);
            makeMischief();
            if (!go(WEATHER)) {
                return found.get(0);
            }
            isCalm = true;
            faults.stopAndMend();
            if (!go(Duration.ofSeconds(8))) {
                return found.get(0);
            }
            isOver = true;
            if (!go(Duration.ofSeconds(7))) {
                return found.get(0);
            }
            cluster.awaitLeader(PATIENCE);
            cluster.awaitConverged(PATIENCE);
            cluster.peers().forEach(this::checkServes);
            checkHistory();
            return found.isEmpty() ? "" : found.get(0);
        }

        /** Nobody is left behind: every replica brings a fresh command and a fresh read through. */
        private void checkServes(PeerId peer) {
            long id = next++;
            try {
                places.put(
                        id,
                        cluster.await(cluster.propose(peer, Bytes.ofLong(id)), PATIENCE)
                                .toLong());
                var unused = cluster.await(cluster.query(peer, Bytes.EMPTY, ReadMode.LINEARIZABLE), PATIENCE);
            } catch (ConsensusException e) {
                found.add(Finding.of("progress", peer + " serves nobody: " + e.getMessage()));
            }
        }

        /** What the schedule of faults does not have. */
        private void makeMischief() {
            simulation.after(Duration.ofMillis(mischief.nextInt(3_000)), () -> {
                if (isCalm) {
                    return;
                }
                switch (mischief.nextInt(3)) {
                    case 0, 1 -> cutOffTheLeader();
                    default -> failAWrite();
                }
                makeMischief();
            });
        }

        /** Everybody sees the leader's connections close, and it lives on. */
        private void cutOffTheLeader() {
            cluster.leader().ifPresent(leader -> {
                cluster.peers().forEach(peer -> {
                    if (!peer.equals(leader)) {
                        simulation.network().reset(leader, peer);
                    }
                });
                simulation.network().isolate(leader);
                simulation.after(Duration.ofMillis(100 + mischief.nextInt(2_000)), simulation.network()::heal);
            });
        }

        private void failAWrite() {
            PeerId peer = cluster.peers().get(mischief.nextInt(cluster.peers().size()));
            if (mischief.nextBoolean()) {
                cluster.node(peer).disk().failNextWrite(new IOException(PLANTED));
            } else {
                cluster.node(peer).disk().failNextSync(new IOException(PLANTED));
            }
        }

        /** Whether nothing was found meanwhile. */
        private boolean go(Duration duration) {
            long end = simulation.now() + duration.toNanos();
            while (simulation.now() < end && found.isEmpty()) {
                simulation.run(Duration.ofMillis(100));
                checkStates();
                cluster.peers().forEach(this::bringBack);
            }
            return found.isEmpty();
        }

        /** A replica whose disk failed halts, as it should, and is started again. */
        private void bringBack(PeerId peer) {
            boolean hasFailed = cluster.replica(peer)
                    .flatMap(replica -> replica.status().fault())
                    .isPresent();
            if (hasFailed) {
                cluster.node(peer).kill();
                cluster.node(peer).restart();
            }
        }

        private void checkStates() {
            invariants.violations().first().ifPresent(violation -> found.add(Finding.of(violation)));
            raft.violations().first().ifPresent(violation -> found.add(Finding.of(violation)));
            quorums.violations().first().ifPresent(violation -> found.add(Finding.of(violation)));
            cluster.halted().values().stream()
                    .filter(cause -> !String.valueOf(cause).contains(PLANTED))
                    .findFirst()
                    .ifPresent(cause -> found.add(Finding.of("a replica halted", cause.toString())));
            List<PeerId> up = cluster.peers().stream()
                    .filter(peer -> cluster.replica(peer).isPresent())
                    .toList();
            for (int i = 1; i < up.size(); i++) {
                if (!cluster.machine(up.get(i)).agreesWith(cluster.machine(up.get(i - 1)))) {
                    found.add("state: two replicas differ");
                }
            }
        }

        /** One client: a command or a query on some replica, then the next when this one is answered. */
        @SuppressWarnings("FutureReturnValueIgnored") // what the callback finds is kept in found
        private void act() {
            if (isOver) {
                return;
            }
            PeerId peer = cluster.peers().get(random.nextInt(cluster.peers().size()));
            if (random.nextInt(3) == 0) {
                query(peer);
            } else {
                propose(peer);
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what the callback finds is kept in found
        private void query(PeerId peer) {
            long atLeast = acknowledgedMost;
            cluster.query(peer, Bytes.EMPTY, ReadMode.LINEARIZABLE).whenComplete((reply, failure) -> {
                if (failure == null && reply.toLong() < atLeast) {
                    found.add("stale read: " + reply.toLong() + " commands seen, " + atLeast
                            + " were acknowledged before");
                } else if (failure == null) {
                    acknowledgedMost = Math.max(acknowledgedMost, reply.toLong());
                }
                pause();
            });
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what the callback finds is kept in found
        private void propose(PeerId peer) {
            long id = next++;
            outcomes.put(id, Outcome.UNKNOWN);
            cluster.propose(peer, Bytes.ofLong(id)).whenComplete((reply, failure) -> {
                if (failure == null) {
                    acknowledgedMost = Math.max(acknowledgedMost, reply.toLong());
                    outcomes.put(id, Outcome.APPLIED);
                    places.put(id, reply.toLong());
                } else if (failure instanceof ConsensusException refused && !refused.mayBeApplied()) {
                    outcomes.put(id, Outcome.NOT_APPLIED);
                }
                pause();
            });
        }

        private void pause() {
            simulation.after(Duration.ofMillis(1 + random.nextInt(30)), this::act);
        }

        private void checkHistory() {
            cluster.awaitConverged(PATIENCE);
            JournalMachine journal = cluster.machine(cluster.peers().get(0));
            Map<Long, Integer> times = new HashMap<>();
            for (Command command : journal.commands()) {
                times.merge(command.payload().toLong(), 1, Integer::sum);
            }
            outcomes.forEach((id, outcome) -> check(id, outcome, times.getOrDefault(id, 0)));
            places.forEach((id, place) -> {
                if (place > journal.size()
                        || journal.commands().get((int) (place - 1)).payload().toLong() != id) {
                    found.add("reply: command " + id + " was answered for another one");
                }
            });
            if (places.size() < 20) {
                found.add("progress: " + places.size() + " commands acknowledged");
            }
        }

        private void check(long id, Outcome outcome, int applied) {
            if (applied > 1) {
                found.add("exactly once: command " + id + " applied " + applied + " times");
            } else if (outcome == Outcome.APPLIED && applied == 0) {
                found.add("acknowledged: command " + id + " is lost");
            } else if (outcome == Outcome.NOT_APPLIED && applied == 1) {
                found.add("true errors: command " + id + " was reported as not applied, yet is");
            }
        }
    }
}
