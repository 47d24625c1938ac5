/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A group of processes of any kind, one on each node of a simulation: whatever runs on a node's {@link SimulatedNode#host() host} and
 * {@link SimulatedNode#transport() transport}. For replicas there is {@link SimulatedCluster}.
 *
 * <p>Nodes may be crashed, restarted and paused directly or by {@link Faults}: a node that starts brings its process with it.
 *
 * @param <T> the process, as its callers see it
 */
public final class SimulatedGroup<T> {
    private final Simulation simulation;
    private final List<PeerId> peers;
    private final BiFunction<SimulatedNode, List<PeerId>, T> program;
    private final Map<PeerId, Running<T>> running = new LinkedHashMap<>();

    private record Running<T>(int incarnation, T process) {}

    private SimulatedGroup(
            Simulation simulation, List<PeerId> peers, BiFunction<SimulatedNode, List<PeerId>, T> program) {
        this.simulation = simulation;
        this.peers = peers;
        this.program = program;
        for (PeerId peer : peers) {
            simulation.node(peer).program(this::boot);
        }
    }

    /** Processes named p1, p2 and so on; they begin at {@link #start()}. The program is given the node that it runs on and all names. */
    public static <T> SimulatedGroup<T> of(
            Simulation simulation, int size, BiFunction<SimulatedNode, List<PeerId>, T> program) {
        return new SimulatedGroup<>(
                simulation,
                IntStream.rangeClosed(1, size)
                        .mapToObj(number -> PeerId.of("p" + number))
                        .toList(),
                program);
    }

    /** Starts all processes. */
    public SimulatedGroup<T> start() {
        nodes().forEach(SimulatedNode::start);
        simulation.run(Duration.ofMillis(1));
        return this;
    }

    /** The world in which they live. */
    public Simulation simulation() {
        return simulation;
    }

    /** The members, in the order of their names. */
    public List<PeerId> peers() {
        return peers;
    }

    /** A member by its number, counted from 1 as in its name. */
    public PeerId peer(int number) {
        return peers.get(number - 1);
    }

    /** The machine that a member runs on. */
    public SimulatedNode node(PeerId peer) {
        return simulation.node(peer);
    }

    /** The machines that the members run on. */
    public List<SimulatedNode> nodes() {
        return peers.stream().map(simulation::node).toList();
    }

    /** A member's process, unless it is down. */
    public Optional<T> process(PeerId peer) {
        SimulatedNode node = node(peer);
        return Optional.ofNullable(running.get(peer))
                .filter(last -> node.isUp() && last.incarnation == node.incarnations())
                .map(Running::process);
    }

    /** Calls into the member's process from outside; fails with {@link ProcessCrashed} if it dies first, or is down. */
    public <V> CompletableFuture<V> call(PeerId peer, Function<T, CompletableFuture<V>> inside) {
        return process(peer)
                .map(process -> node(peer).call(() -> inside.apply(process)))
                .orElseGet(() -> CompletableFuture.failedFuture(new ProcessCrashed(peer.value())));
    }

    /** Fails the member's power. */
    public void crash(PeerId peer) {
        node(peer).crash();
    }

    /** Starts the member again, on the disk that it had. */
    public void restart(PeerId peer) {
        node(peer).restart();
    }

    /** Lets virtual time pass until the future is done and returns its value; throws what it failed with, or {@link AssertionError} at the limit. */
    public <V> V await(CompletableFuture<V> future, Duration limit) {
        if (!simulation.runUntil(future::isDone, limit)) {
            throw new AssertionError("no answer within " + limit + ", seed " + simulation.seed());
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void boot(SimulatedNode node) {
        running.put(node.peer(), new Running<>(node.incarnations(), program.apply(node, peers)));
    }
}
