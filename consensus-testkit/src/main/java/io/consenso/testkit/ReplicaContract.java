/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.engine.EngineFactory;
import io.consenso.runtime.Replica;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.testkit.simulation.FrameFilter.Verdict;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.SimulatedNode;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/**
 * What the contracts of a whole replica share: a simulated cluster on the engine that the subclass names. Each scenario is a schedule of its
 * own on virtual time and runs the same way every time.
 */
public abstract class ReplicaContract {
    static final Duration SOON = Duration.ofSeconds(20);
    static final String GROUP = "default";
    static final byte ENGINE = 1;
    static final byte FORWARD = 2;
    static final byte SNAPSHOT_CHUNK = 4;
    static final byte HERE = 8;

    Simulation simulation = new Simulation(1);

    /** Every scenario begins with {@link #prepare} or {@link #start}. */
    @SuppressWarnings("NullAway.Init")
    SimulatedCluster<HookedMachine> cluster;

    ReplicaOptions options = ReplicaOptions.defaults();
    final Map<PeerId, HookedMachine.Hooks> hooks = new HashMap<>();
    private final List<Simulation> simulations = new ArrayList<>();

    /** For subclasses. */
    protected ReplicaContract() {}

    /** The engine that every replica runs; called for each scenario. */
    protected abstract EngineFactory<?> engine();

    @AfterEach
    void closeSimulations() {
        simulation.close();
        simulations.forEach(Simulation::close);
    }

    /** A new cluster; the one before is forgotten. */
    void prepare(int size, long seed) {
        prepare(size, seed, engine());
    }

    void prepare(int size, long seed, EngineFactory<?> engine) {
        simulations.add(simulation);
        simulation = new Simulation(seed);
        hooks.clear();
        cluster = SimulatedCluster.ofEach(simulation, engine, size, peer -> new HookedMachine(hooks(peer)))
                .options(options);
    }

    /** A new cluster that runs; returns its leader. */
    PeerId start(int size) {
        return start(size, 1);
    }

    PeerId start(int size, long seed) {
        prepare(size, seed);
        cluster.start();
        return cluster.awaitLeader(SOON);
    }

    HookedMachine.Hooks hooks(PeerId peer) {
        return hooks.computeIfAbsent(peer, key -> new HookedMachine.Hooks());
    }

    /** The members but these, in the order of their names. */
    List<PeerId> others(PeerId... but) {
        List<PeerId> others = new ArrayList<>(cluster.peers());
        others.removeAll(List.of(but));
        return others;
    }

    SimulatedNode node(PeerId peer) {
        return cluster.node(peer);
    }

    Replica replica(PeerId peer) {
        return cluster.replica(peer).orElseThrow();
    }

    CompletableFuture<Bytes> send(PeerId peer, String command) {
        return cluster.propose(peer, Bytes.ofUtf8(command));
    }

    /** Proposes and waits; returns how many commands were applied then. */
    long propose(PeerId peer, String command) {
        return cluster.await(send(peer, command), SOON).toLong();
    }

    void proposeMany(PeerId peer, int count, String prefix) {
        List<CompletableFuture<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(send(peer, prefix + i));
            simulation.run(Duration.ofMillis(1));
        }
        answers.forEach(answer -> cluster.await(answer, SOON));
    }

    CompletableFuture<Bytes> ask(PeerId peer) {
        return cluster.query(peer, Bytes.EMPTY, ReadMode.LINEARIZABLE);
    }

    /** What the future fails with. */
    Throwable failureOf(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> cluster.await(future, Duration.ofMinutes(1)));
        assertThat(thrown).as("should have failed").isNotNull();
        return thrown;
    }

    SnapshotMeta checkpoint(PeerId peer) {
        return cluster.await(cluster.checkpoint(peer), SOON);
    }

    List<String> texts(PeerId peer) {
        return cluster.machine(peer).texts();
    }

    Log log(PeerId peer) {
        return node(peer).storage().log(GROUP);
    }

    SnapshotStore snapshots(PeerId peer) {
        return node(peer).storage().snapshots(GROUP);
    }

    /** Starts the member again and waits until its replica is there or has failed to start. */
    void restart(PeerId peer) {
        cluster.restart(peer);
        simulation.run(Duration.ofNanos(1));
    }

    void run(long millis) {
        simulation.run(Duration.ofMillis(millis));
    }

    /** From now on nothing arrives there. */
    void deafen(PeerId peer) {
        others(peer).forEach(other -> simulation.network().cutOneWay(other, peer));
    }

    void dropWhere(Predicate<Bytes> frames, PeerId from) {
        simulation
                .network()
                .filter((sender, to, group, frame) ->
                        sender.equals(from) && frames.test(frame) ? Verdict.DROP : Verdict.DELIVER);
    }

    static boolean isForward(Bytes frame) {
        return frame.get(0) == FORWARD;
    }

    /** All are up, have applied the same and none has halted. */
    void assertAllAgree() {
        cluster.awaitConverged(Duration.ofMinutes(1));
        assertThat(cluster.halted()).isEmpty();
        List<String> expected = texts(cluster.peers().get(0));
        for (PeerId peer : cluster.peers()) {
            assertThat(texts(peer)).as("%s, seed %s", peer, simulation.seed()).isEqualTo(expected);
            assertThat(cluster.machine(peer)
                            .journal()
                            .agreesWith(cluster.machine(cluster.peers().get(0)).journal()))
                    .isTrue();
        }
    }
}
