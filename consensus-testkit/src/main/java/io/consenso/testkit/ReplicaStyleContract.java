/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.ReplicatedState;
import io.consenso.engine.EngineFactory;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/**
 * What the contracts of the styles of replication share: a simulated cluster on the engine that the subclass names, whose leader fails at chosen
 * moments.
 *
 * @param <S> the state machine
 */
public abstract class ReplicaStyleContract<S extends ReplicatedState> {
    static final Duration SOON = Duration.ofSeconds(20);
    static final String GROUP = "default";

    Simulation simulation = new Simulation(1);

    /** Every scenario begins with {@link #start}. */
    @SuppressWarnings("NullAway.Init")
    SimulatedCluster<S> cluster;

    ReplicaOptions options = ReplicaOptions.defaults();
    private final List<Simulation> simulations = new ArrayList<>();

    /** For subclasses. */
    protected ReplicaStyleContract() {}

    /** The engine that every replica runs; called for each scenario. */
    protected abstract EngineFactory<?> engine();

    /** The state of a member that starts. */
    abstract S machine(PeerId peer);

    /** A new life of all that the scenario counts. */
    abstract void forget();

    /** What a member holds, in order. */
    abstract List<String> held(PeerId peer);

    @AfterEach
    void closeSimulations() {
        simulation.close();
        simulations.forEach(Simulation::close);
    }

    /** A new cluster that runs and in which every member has a session; returns its leader. */
    PeerId start(int size, long seed) {
        simulations.add(simulation);
        simulation = new Simulation(seed);
        forget();
        cluster = SimulatedCluster.ofEach(simulation, engine(), size, this::machine)
                .options(options)
                .start();
        PeerId leader = cluster.awaitLeader(SOON);
        cluster.peers().forEach(peer -> propose(peer, "hello " + peer));
        return leader;
    }

    List<PeerId> others(PeerId... but) {
        List<PeerId> others = new ArrayList<>(cluster.peers());
        others.removeAll(List.of(but));
        return others;
    }

    CompletableFuture<Bytes> send(PeerId peer, String command) {
        return cluster.propose(peer, Bytes.ofUtf8(command));
    }

    String propose(PeerId peer, String command) {
        return await(send(peer, command));
    }

    String await(CompletableFuture<Bytes> answer) {
        return cluster.await(answer, SOON).toUtf8();
    }

    String ask(PeerId peer) {
        return await(cluster.query(peer, Bytes.EMPTY, ReadMode.LINEARIZABLE));
    }

    void runUntil(BooleanSupplier condition) {
        assertThat(simulation.runUntil(condition, SOON)).as(cluster::describe).isTrue();
    }

    /** From now on nothing arrives there. */
    void deafen(PeerId peer) {
        others(peer).forEach(other -> simulation.network().cutOneWay(other, peer));
    }

    /** From now on nothing leaves there. */
    void mute(PeerId peer) {
        others(peer).forEach(other -> simulation.network().cutOneWay(peer, other));
    }

    long lastIndex(PeerId peer) {
        return cluster.node(peer).storage().log(GROUP).lastIndex();
    }

    /** The leader, which hears nobody any more, has sent an entry that it cannot commit to all others; it fails when they have it. */
    void failWhenItsEntryIsElsewhere(PeerId leader, long lastIndexBefore) {
        runUntil(() -> others(leader).stream().allMatch(peer -> lastIndex(peer) > lastIndexBefore));
        cluster.crash(leader);
        simulation.network().heal();
    }

    /** All are up, hold the same and none has halted. */
    List<String> assertAllAgree() {
        cluster.awaitConverged(Duration.ofMinutes(1));
        assertThat(cluster.halted()).isEmpty();
        List<String> expected = held(cluster.peers().get(0));
        for (PeerId peer : cluster.peers()) {
            assertThat(held(peer)).as("%s, seed %s", peer, simulation.seed()).isEqualTo(expected);
        }
        return expected;
    }
}
