/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.picture.SpaceTimeDiagram;
import io.consenso.testkit.simulation.DiskOptions;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import io.consenso.testkit.simulation.Trace;
import io.consenso.testkit.simulation.TraceEvent;
import io.consenso.testkit.simulation.TracedEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A simulated group that is led, step by step, to what a picture is to show. Every wait ends in an error rather than in a wrong picture. */
final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SEEDS = 200;

    private final Subject subject;
    private final Simulation simulation;
    private final SimulatedCluster<ShownMachine> cluster;
    private Duration from = Duration.ZERO;

    private Stage(long seed, Subject subject, int size) {
        this.subject = subject;
        simulation = new Simulation(seed, Trace.recording());
        Trace trace = simulation.trace();
        EngineFactory<?> traced = TracedEngine.of(subject.engine(), trace, subject::label);
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

    /** A group that has just started, under the first seed under which that member will be its first leader. */
    static Stage beforeElectionOf(String leader, Subject subject, int size) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            boolean isWanted;
            try (Stage rehearsal = new Stage(seed, subject, size)) {
                rehearsal.cluster.start();
                isWanted = rehearsal.cluster.awaitLeader(PATIENCE).value().equals(leader);
            }
            if (isWanted) {
                Stage stage = new Stage(seed, subject, size);
                stage.cluster.start();
                return stage;
            }
        }
        throw new AssertionError(leader + " is never the first leader");
    }

    /** A group that the member leads and that has applied a first command, so that nothing is left to do. */
    static Stage ledBy(String leader, Subject subject, int size) {
        Stage stage = beforeElectionOf(leader, subject, size);
        stage.awaitLeader();
        for (PeerId peer : stage.cluster.peers()) {
            stage.cluster.await(stage.cluster.propose(peer, RegisterMachine.put("a", "0")), PATIENCE);
        }
        stage.cluster.awaitConverged(PATIENCE);
        return stage.pass(Duration.ofMillis(5));
    }

    Simulation simulation() {
        return simulation;
    }

    SimulatedCluster<ShownMachine> cluster() {
        return cluster;
    }

    PeerId peer(int number) {
        return cluster.peers().get(number - 1);
    }

    PeerId awaitLeader() {
        return cluster.awaitLeader(PATIENCE);
    }

    /** The picture begins here. */
    Stage begin() {
        from = Duration.ofNanos(simulation.now());
        return this;
    }

    Stage pass(Duration time) {
        simulation.run(time);
        return this;
    }

    Stage until(BooleanSupplier condition) {
        if (!simulation.runUntil(condition, PATIENCE)) {
            throw new AssertionError("never: " + cluster.describe());
        }
        return this;
    }

    /** Until a message of that name leaves. */
    Stage untilSent(String name) {
        int before = simulation.trace().recorded().size();
        return until(() -> {
            List<TraceEvent> events = simulation.trace().recorded();
            return events.subList(before, events.size()).stream()
                    .anyMatch(event -> event.kind() == TraceEvent.Kind.SENT && event.text().startsWith(name + " "));
        });
    }

    /** A client asks the member. */
    CompletableFuture<Bytes> ask(String client, PeerId peer, String text, Bytes command) {
        Trace trace = simulation.trace();
        long operation = trace.invoked(client, peer, peer + ": " + text);
        CompletableFuture<Bytes> answer = cluster.propose(peer, command);
        answer.whenComplete((reply, problem) -> trace.completed(
                operation,
                problem == null ? Trace.Outcome.OK : Trace.Outcome.UNKNOWN,
                problem == null ? reply.toUtf8() : String.valueOf(problem.getMessage())));
        return answer;
    }

    Stage await(CompletableFuture<Bytes> answer) {
        cluster.await(answer, PATIENCE);
        return this;
    }

    /** Everything since {@link #begin}. */
    Picture draw(String name, String title, String... hidden) {
        SpaceTimeDiagram diagram = SpaceTimeDiagram.of(simulation.trace())
                .title(title)
                .window(from, Duration.ofNanos(simulation.now()))
                .countFrom(from)
                .epochs(subject.epochs())
                .spacing(cluster.peers().size() > 3 ? 170 : 250)
                .hide(hidden);
        return new Picture(name + ".svg", diagram.toSvg());
    }

    @Override
    public void close() {
        simulation.close();
    }
}
