/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Role;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.picture.SpaceTimeDiagram;
import io.consenso.testkit.simulation.DiskOptions;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import io.consenso.testkit.simulation.Trace;
import io.consenso.testkit.simulation.TracedEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A simulated group that is led, step by step, to what a picture is to show. Every wait ends in an error rather than in a wrong picture. */
final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SEEDS = 1_000;

    private final Subject subject;
    private final Simulation simulation;
    private final SimulatedCluster<ShownMachine> cluster;
    private final Map<String, Long> sent = new HashMap<>();
    private Map<String, Long> sentBefore = Map.of();
    private Duration from = Duration.ZERO;

    /** The seed does not give what the scene needs. */
    private static final class Miscast extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Stage(long seed, Subject subject, int size) {
        this.subject = subject;
        simulation = new Simulation(seed, Trace.recording());
        Trace trace = simulation.trace();
        EngineFactory<?> traced = TracedEngine.of(subject.engine(), trace, this::label);
        cluster = SimulatedCluster.ofEach(
                        simulation, traced, size, peer -> new ShownMachine(new RegisterMachine(), peer, trace))
                .listener(trace::listener);
        List<PeerId> peers = cluster.peers();
        for (int one = 0; one < size; one++) {
            for (int other = 0; other < size; other++) {
                // Farther peers answer later, so that no two arrows end at the same place.
                Duration delay = Duration.ofNanos(1_000_000 + 250_000L * Math.abs(one - other));
                LinkOptions link = LinkOptions.reliable().withDelay(delay, Duration.ZERO);
                simulation.network().options(peers.get(one), peers.get(other), link);
            }
        }
        DiskOptions disk = DiskOptions.ssd().withSync(Duration.ofNanos(200_000), Duration.ZERO);
        cluster.nodes().forEach(node -> node.disk().options(disk));
    }

    /** The scene under the first seed under which it goes as it is meant to: who leads first, and who next, is drawn from the seed. */
    static Picture play(Subject subject, int size, Function<Stage, Picture> scene) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<Picture> picture = play(seed, subject, size, scene);
            if (picture.isPresent()) {
                return picture.get();
            }
        }
        throw new AssertionError("the scene never goes as it is meant to");
    }

    private static Optional<Picture> play(long seed, Subject subject, int size, Function<Stage, Picture> scene) {
        try (Stage stage = new Stage(seed, subject, size)) {
            return Optional.of(scene.apply(stage));
        } catch (Miscast otherwise) {
            return Optional.empty();
        }
    }

    /** Goes on under another seed unless this holds. */
    Stage expect(boolean isMeant) {
        if (!isMeant) {
            throw new Miscast();
        }
        return this;
    }

    /** Starts a group of which that member is the first leader, and has it apply something, so that nothing is left to do. */
    Stage ledBy(int number) {
        cluster.start();
        expect(awaitLeader().equals(peer(number)));
        for (PeerId peer : cluster.peers()) {
            cluster.await(cluster.propose(peer, RegisterMachine.put("a", "0")), PATIENCE);
        }
        cluster.awaitConverged(PATIENCE);
        return pass(Duration.ofMillis(5));
    }

    Simulation simulation() {
        return simulation;
    }

    SimulatedCluster<ShownMachine> cluster() {
        return cluster;
    }

    /** Members count from 1, as their names do. */
    PeerId peer(int number) {
        return cluster.peers().get(number - 1);
    }

    /** Whether it is up and believes that it leads. */
    boolean leads(int number) {
        return cluster.replica(peer(number)).isPresent()
                && cluster.status(peer(number)).role() == Role.LEADER;
    }

    /** Who leads, once somebody does and a majority knows. */
    PeerId awaitLeader() {
        return cluster.awaitLeader(PATIENCE);
    }

    /** The picture begins here. */
    Stage begin() {
        return begin(Duration.ZERO);
    }

    /** The picture begins so long ago. */
    Stage begin(Duration ago) {
        from = Duration.ofNanos(simulation.now()).minus(ago);
        sentBefore = Map.copyOf(sent);
        return this;
    }

    /** Lets that much virtual time pass. */
    Stage pass(Duration time) {
        simulation.run(time);
        return this;
    }

    /** Until that holds. */
    Stage until(BooleanSupplier condition) {
        if (!simulation.runUntil(condition, PATIENCE)) {
            throw new AssertionError("never: " + cluster.describe());
        }
        return this;
    }

    /** Until another message of that name leaves. */
    Stage untilSent(String name) {
        long before = sent.getOrDefault(name, 0L);
        return until(() -> sent.getOrDefault(name, 0L) > before);
    }

    /** How many messages of that name have left since the picture was begun. */
    long sent(String name) {
        return sent.getOrDefault(name, 0L) - sentBefore.getOrDefault(name, 0L);
    }

    private String label(Object message) {
        String label = subject.label(message);
        sent.merge(label.split(" ", 2)[0], 1L, Long::sum);
        return label;
    }

    /** A client has the member put that value into register x. */
    CompletableFuture<Bytes> ask(String client, PeerId peer, int value) {
        Trace trace = simulation.trace();
        long operation = trace.invoked(client, peer, peer + ": put x " + value);
        return cluster.propose(peer, RegisterMachine.put("x", Integer.toString(value)))
                .whenComplete((reply, problem) -> trace.completed(
                        operation,
                        problem == null ? Trace.Outcome.OK : Trace.Outcome.UNKNOWN,
                        problem == null ? reply.toUtf8() : String.valueOf(problem.getMessage())));
    }

    /** As {@link #ask}, of a client that will never have an answer. */
    Stage askInVain(String client, PeerId peer, int value) {
        CompletableFuture<Bytes> unused = ask(client, peer, value);
        return this;
    }

    /** As {@link #ask}, and waits until it has its answer. */
    Stage serve(String client, PeerId peer, int value) {
        return await(ask(client, peer, value));
    }

    /** Until it is answered. */
    Stage await(CompletableFuture<Bytes> answer) {
        cluster.await(answer, PATIENCE);
        return this;
    }

    /** Until all are up and have applied the same. */
    Stage awaitConverged() {
        cluster.awaitConverged(PATIENCE);
        return this;
    }

    /** Everything since {@link #begin()}, but without messages of these names. */
    Picture draw(String name, String title, String... hidden) {
        SpaceTimeDiagram diagram = SpaceTimeDiagram.of(simulation.trace())
                .title(title)
                .window(from, Duration.ofNanos(simulation.now()))
                .countFrom(from)
                .epochs(subject.epochs())
                .spacing(cluster.peers().size() > 3 ? 190 : 250)
                .hide(hidden);
        return new Picture(name + ".svg", diagram.toSvg());
    }

    @Override
    public void close() {
        simulation.close();
    }
}
