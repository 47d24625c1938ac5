/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.coordination.service.Coordination;
import io.consenso.coordination.service.CoordinationMachine;
import io.consenso.coordination.service.CoordinationOptions;
import io.consenso.examples.Protocol;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Three simulated processes with a door each, where nothing breaks by itself. */
final class ServiceWorld implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(2);
    static final Duration SOON = Duration.ofSeconds(1);
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final Simulation simulation = new Simulation(1);
    final SimulatedCluster<CoordinationMachine> cluster;
    private final Map<PeerId, Coordination> doors = new HashMap<>();

    ServiceWorld(Protocol protocol) {
        cluster = SimulatedCluster.of(
                        simulation, protocol.engine(Protocol.ELECTION_TIMEOUT), 3, CoordinationMachine::new)
                .start();
        cluster.awaitLeader(PATIENCE);
        cluster.peers().forEach(this::open);
    }

    /** Gives the process on that node, just started, its door. */
    void open(PeerId peer) {
        cluster.node(peer)
                .run(() -> doors.put(
                        peer,
                        Coordination.on(
                                cluster.replica(peer).orElseThrow(),
                                cluster.machine(peer),
                                CoordinationOptions.of(peer).withLease(LEASE),
                                cluster.node(peer).host())));
    }

    PeerId leader() {
        return cluster.awaitLeader(PATIENCE);
    }

    List<PeerId> followers() {
        PeerId leader = leader();
        return cluster.peers().stream().filter(peer -> !peer.equals(leader)).toList();
    }

    Coordination door(PeerId peer) {
        return Optional.ofNullable(doors.get(peer)).orElseThrow();
    }

    /** Calls into that process. */
    <T> CompletableFuture<T> at(PeerId peer, Function<Coordination, CompletableFuture<T>> request) {
        return cluster.node(peer).call(() -> request.apply(door(peer)));
    }

    <T> T await(CompletableFuture<T> answer) {
        return cluster.await(answer, PATIENCE);
    }

    /** The same future, once it is done. */
    <T> CompletableFuture<T> done(CompletableFuture<T> answer) {
        assertThat(simulation.runUntil(answer::isDone, PATIENCE)).isTrue();
        return answer;
    }

    @Override
    public void close() {
        simulation.close();
    }
}
