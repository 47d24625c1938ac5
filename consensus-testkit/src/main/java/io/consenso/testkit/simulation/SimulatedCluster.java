/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.ReplicatedState;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Role;
import io.consenso.runtime.Replica;
import io.consenso.runtime.ReplicaListener;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.runtime.Status;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.Storage;
import io.consenso.spi.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A group of replicas, one on each node of a simulation, made of the very classes that ship.
 *
 * <p>Nodes may be crashed, restarted and paused directly or by {@link Faults}: a node that starts brings its replica with it.
 *
 * @param <S> the state machine, of any style of replication
 */
public final class SimulatedCluster<S extends ReplicatedState> {
    private final Simulation simulation;
    private final Function<PeerId, S> machines;
    private final List<PeerId> peers;
    private final Map<PeerId, Member<S>> members = new LinkedHashMap<>();
    private final Map<PeerId, Throwable> halted = new LinkedHashMap<>();
    private final List<Function<PeerId, ReplicaListener>> listeners = new ArrayList<>();
    private Function<PeerId, ? extends EngineFactory<?>> engines;
    private Function<PeerId, ReplicaOptions> options = peer -> ReplicaOptions.defaults();
    private BiFunction<SimulatedNode, Storage, Storage> storages = (node, simulated) -> simulated;
    private BiFunction<SimulatedNode, Transport, Transport> transports = (node, simulated) -> simulated;

    private Consumer<PeerId> diskReplaced = peer -> {};

    private record Member<S>(int incarnation, Replica replica, S machine) {}

    private SimulatedCluster(
            Simulation simulation, EngineFactory<?> engine, List<PeerId> peers, Function<PeerId, S> machines) {
        this.simulation = simulation;
        this.engines = peer -> engine;
        this.machines = machines;
        this.peers = peers;
        for (PeerId peer : peers) {
            simulation.node(peer).program(node -> boot(node, false));
        }
    }

    /** Replicas named n1, n2 and so on; they begin at {@link #start()}. */
    public static <S extends ReplicatedState> SimulatedCluster<S> of(
            Simulation simulation, EngineFactory<?> engine, int size, Supplier<S> machines) {
        return ofEach(simulation, engine, size, peer -> machines.get());
    }

    /** As {@link #of}, with a state machine made for each member. */
    public static <S extends ReplicatedState> SimulatedCluster<S> ofEach(
            Simulation simulation, EngineFactory<?> engine, int size, Function<PeerId, S> machines) {
        List<PeerId> peers = IntStream.rangeClosed(1, size)
                .mapToObj(number -> PeerId.of("n" + number))
                .toList();
        return new SimulatedCluster<>(simulation, engine, peers, machines);
    }

    /** Bounds and triggers of replicas that start from now on. */
    public SimulatedCluster<S> options(ReplicaOptions bounds) {
        return options(peer -> bounds);
    }

    /** As {@link #options(ReplicaOptions)}, for each member its own. */
    public SimulatedCluster<S> options(Function<PeerId, ReplicaOptions> boundsOf) {
        options = boundsOf;
        return this;
    }

    /** Gives each replica that starts from now on that engine: to have members differ, or to look on from a wrapper. */
    public SimulatedCluster<S> engine(Function<PeerId, ? extends EngineFactory<?>> engineOf) {
        engines = engineOf;
        return this;
    }

    /**
     * Gives each replica that starts from now on that storage: the simulated one that is handed in, decorated, or another. Another one blocks
     * by {@link SimulatedNode#takes} and learns the end of its process by {@link SimulatedNode#onDeath}; an {@link UncheckedIOException}
     * keeps the member from starting.
     */
    public SimulatedCluster<S> storage(BiFunction<SimulatedNode, Storage, Storage> storageOf) {
        storages = storageOf;
        return this;
    }

    /**
     * Gives each replica that starts from now on that transport: the simulated one that is handed in, decorated, or another, which delivers
     * within {@link SimulatedNode#run} or on lanes of the receiving node.
     */
    public SimulatedCluster<S> transport(BiFunction<SimulatedNode, Transport, Transport> transportOf) {
        transports = transportOf;
        return this;
    }

    /** Has every replica that starts from now on tell this what happens. */
    public SimulatedCluster<S> listener(Function<PeerId, ReplicaListener> listenerOf) {
        listeners.add(listenerOf);
        return this;
    }

    /** Is told whose disk is about to be replaced by {@link #replaceDisk}, so that observers know what is forgotten. */
    public SimulatedCluster<S> onDiskReplaced(Consumer<PeerId> told) {
        diskReplaced = told;
        return this;
    }

    /** Starts all replicas. */
    public SimulatedCluster<S> start() {
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

    /** The machine that a member runs on. */
    public SimulatedNode node(PeerId peer) {
        return simulation.node(peer);
    }

    /** The machines that the members run on. */
    public List<SimulatedNode> nodes() {
        return peers.stream().map(simulation::node).toList();
    }

    /** A member's replica, unless it is down or did not start. */
    public Optional<Replica> replica(PeerId peer) {
        return member(peer).map(Member::replica);
    }

    /** A member's state. Throws {@link IllegalStateException} when it is down. */
    public S machine(PeerId peer) {
        return member(peer).orElseThrow(() -> down(peer)).machine();
    }

    /** How a member stands. Throws {@link IllegalStateException} when it is down. */
    public Status status(PeerId peer) {
        return replica(peer).orElseThrow(() -> down(peer)).status();
    }

    /** Fails the member's power. */
    public void crash(PeerId peer) {
        node(peer).crash();
    }

    /** Starts the member again, on the disk that it had. */
    public void restart(PeerId peer) {
        node(peer).restart();
    }

    /**
     * Gives the member an empty disk, and tells it so at this start and all later ones, as an operator does whose disk is gone for good and
     * who cannot know whether the others have heard of it before the next crash.
     */
    public void replaceDisk(PeerId peer) {
        SimulatedNode node = node(peer);
        node.crash();
        diskReplaced.accept(peer);
        node.disk().wipe();
        node.program(up -> boot(up, true));
        node.restart();
    }

    /** Why members halted, since the start; a member that was restarted is still in here. */
    public Map<PeerId, Throwable> halted() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(halted));
    }

    /** The replica that leads in the highest epoch, if any thinks that it leads. */
    public Optional<PeerId> leader() {
        return peers.stream()
                .filter(peer -> replica(peer).isPresent() && status(peer).role() == Role.LEADER)
                .max(Comparator.comparingLong(peer -> status(peer).epoch()));
    }

    /** Waits until a majority that is up follows one leader, which is one of them. Throws {@link AssertionError} when the time is over. */
    public PeerId awaitLeader(Duration limit) {
        if (!simulation.runUntil(() -> leader().filter(this::isFollowed).isPresent(), limit)) {
            throw new AssertionError("no leader within " + limit + ": " + describe());
        }
        return leader().orElseThrow();
    }

    /** Waits until every member is up and has applied the same, as far as any knows. Throws {@link AssertionError} when the time is over. */
    public void awaitConverged(Duration limit) {
        if (!simulation.runUntil(this::isConverged, limit)) {
            throw new AssertionError("no convergence within " + limit + ": " + describe());
        }
    }

    /** Proposes on that member, as its own application does; fails with {@link ProcessCrashed} when it crashes before the answer. */
    public CompletableFuture<Bytes> propose(PeerId peer, Bytes command) {
        return call(peer, replica -> replica.propose(command));
    }

    /** Queries that member, as its own application does. */
    public CompletableFuture<Bytes> query(PeerId peer, Bytes query, ReadMode mode) {
        return call(peer, replica -> replica.query(query, mode));
    }

    /** Has that member take a snapshot. */
    public CompletableFuture<SnapshotMeta> checkpoint(PeerId peer) {
        return call(peer, Replica::checkpoint);
    }

    /** Waits for the answer. Throws {@link AssertionError} when the time is over, and what the future failed with, unwrapped. */
    public <T> T await(CompletableFuture<T> future, Duration limit) {
        if (!simulation.runUntil(future::isDone, limit)) {
            throw new AssertionError("no answer within " + limit + ": " + describe());
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A line for each member: for messages of failed tests. */
    public String describe() {
        StringBuilder text = new StringBuilder("seed " + simulation.seed());
        for (PeerId peer : peers) {
            text.append(System.lineSeparator()).append(node(peer));
            replica(peer).ifPresent(replica -> text.append(' ').append(replica.status()));
        }
        return text.toString();
    }

    private void boot(SimulatedNode node, boolean replaceLostStorage) {
        S machine = machines.apply(node.peer());
        try {
            start(node, machine, replaceLostStorage);
        } catch (IOException | UncheckedIOException e) {
            halted.put(node.peer(), e);
        }
    }

    private void start(SimulatedNode node, S machine, boolean replaceLostStorage) throws IOException {
        Replica.Builder builder = Replica.builder()
                .self(node.peer())
                .voters(peers)
                .engine(engines.apply(node.peer()))
                .transport(transports.apply(node, node.transport()))
                .storage(storages.apply(node, node.storage()))
                .host(node.host())
                .stateMachine(machine)
                .options(options.apply(node.peer()))
                .replaceLostStorage(replaceLostStorage)
                .listener(new Obituary(node.peer()));
        listeners.forEach(listenerOf -> builder.listener(listenerOf.apply(node.peer())));
        int incarnation = node.incarnations();
        members.put(node.peer(), new Member<>(incarnation, builder.start(), machine));
    }

    private final class Obituary implements ReplicaListener {
        private final PeerId peer;

        Obituary(PeerId peer) {
            this.peer = peer;
        }

        @Override
        public void onHalted(Throwable cause) {
            halted.put(peer, cause);
        }
    }

    private Optional<Member<S>> member(PeerId peer) {
        SimulatedNode node = node(peer);
        return Optional.ofNullable(members.get(peer))
                .filter(member -> node.isUp() && member.incarnation() == node.incarnations());
    }

    private <T> CompletableFuture<T> call(PeerId peer, Function<Replica, CompletableFuture<T>> request) {
        return replica(peer)
                .map(replica -> node(peer).call(() -> request.apply(replica)))
                .orElseGet(() -> CompletableFuture.failedFuture(new ConsensusException.Halted(peer + " is down")));
    }

    private boolean isFollowed(PeerId leader) {
        long followers = peers.stream()
                .filter(peer -> replica(peer).isPresent())
                .filter(peer -> status(peer).leader().equals(Optional.of(leader)))
                .count();
        return followers > peers.size() / 2;
    }

    private boolean isConverged() {
        long commit = 0;
        for (PeerId peer : peers) {
            if (replica(peer).isEmpty()) {
                return false;
            }
            commit = Math.max(commit, status(peer).commitIndex());
        }
        long all = commit;
        return peers.stream().allMatch(peer -> status(peer).appliedIndex() == all);
    }

    private static IllegalStateException down(PeerId peer) {
        return new IllegalStateException(peer + " is down");
    }
}
