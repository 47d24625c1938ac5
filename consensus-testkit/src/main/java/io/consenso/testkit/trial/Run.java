/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.PeerId;
import io.consenso.ReplicatedState;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Role;
import io.consenso.runtime.Replica;
import io.consenso.runtime.ReplicaListener;
import io.consenso.spi.Log;
import io.consenso.testkit.engine.DurableLogs;
import io.consenso.testkit.engine.EngineInvariants;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.engine.ObservedEngines;
import io.consenso.testkit.engine.Observers;
import io.consenso.testkit.history.History;
import io.consenso.testkit.history.Linearizability;
import io.consenso.testkit.history.Model;
import io.consenso.testkit.history.Operation;
import io.consenso.testkit.history.Operation.Outcome;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.Faults;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.SimulatedNetwork.Loss;
import io.consenso.testkit.simulation.Simulation;
import io.consenso.testkit.simulation.Trace;
import io.consenso.testkit.simulation.TracedEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a trial under one seed: load and faults together, then everything is mended and the group must prove that it lives, then all that
 * was seen must be explicable.
 */
final class Run<S extends ReplicatedState> implements AutoCloseable {
    /** The group's name unless told. */
    private static final String GROUP = "default";

    /** More than any load here can ask for. */
    private static final long FRAMES_PER_SECOND = 2_000;

    /** A workload that has commands asks for one before it has asked so many queries in a row. */
    private static final int QUERIES_WITHOUT_A_COMMAND = 30;

    /** For so long requests for a snapshot may come again, each of which keeps it. */
    private static final Duration LATE_FRAMES = Duration.ofSeconds(30);

    /** An idle replica only keeps in touch; more than that many events in a second is a busy loop or a storm of messages. */
    private static final long IDLE_EVENTS_PER_SECOND = 400;

    private final Trial<S> trial;
    private final Environment environment;
    private final FaultSchedule schedule;
    private final Simulation simulation;
    private final SimulatedCluster<ReplicatedState> cluster;

    /** Of those that started last. */
    private final Map<PeerId, WitnessedMachine<S>> machines = new HashMap<>();

    private final History history;
    private final Witness witness = new Witness(this::found);
    private final List<Client> clients = new ArrayList<>();
    private final long startedNanos = System.nanoTime();
    private Optional<AssertionError> finding = Optional.empty();
    private long elections;
    private @Nullable Faults faults;

    Run(Trial<S> trial, long seed, Optional<FaultSchedule> given, Trace trace) {
        this.trial = trial;
        simulation = new Simulation(seed, trace);
        history = new History(simulation::now);
        environment = trial.environment(simulation.random("environment"));
        schedule = given.orElseGet(() -> FaultSchedule.draw(
                simulation.random("faults"),
                trial.faults(environment.replicas()),
                environment.replicas(),
                trial.faultyFor()));
        cluster = SimulatedCluster.ofEach(simulation, trial.engine(), environment.replicas(), this::newMachine)
                .options(environment.options())
                .listener(Listener::new)
                .listener(simulation.trace()::listener);
        EngineFactory<?> observed = observed(trial.engine());
        cluster.engine(peer -> observed);
        trial.equip(cluster);
        simulation.network().options(environment.links());
        cluster.nodes().forEach(node -> node.disk().options(environment.disk()));
        for (int number = 0; number < environment.clients(); number++) {
            clients.add(new Client(simulation, cluster, history, trial.workload(), number, environment.thinking()));
        }
    }

    FaultSchedule schedule() {
        return schedule;
    }

    Simulation simulation() {
        return simulation;
    }

    /** Throws {@link Misrun} when something is wrong. */
    TrialReport go() {
        try {
            return live();
        } catch (RuntimeException | AssertionError e) {
            Throwable cause = finding.isPresent() ? finding.get() : e;
            simulation.trace().failure(String.valueOf(cause.getMessage()));
            throw new Misrun(schedule, cause);
        }
    }

    private TrialReport live() {
        cluster.start();
        clients.forEach(Client::start);
        watchTraffic(0);
        faults = schedule.applyTo(cluster);
        pass(trial.faultyFor());
        faults().stopAndMend();
        simulation.network().options(LinkOptions.reliable());
        serves();
        converges();
        rests();
        closes();
        isExplicable();
        return report();
    }

    /** L6: who works hard sends much, but not without end. */
    private void watchTraffic(long sentBefore) {
        long sent = simulation.network().sent();
        long allowed = FRAMES_PER_SECOND * environment.replicas();
        if (sent - sentBefore > allowed) {
            found(new AssertionError("a storm of messages: " + (sent - sentBefore) + " within a second"));
        }
        simulation.after(Duration.ofSeconds(1), () -> watchTraffic(sent));
    }

    /** L1, L2: after the faults there is a leader soon, and fresh requests, a command among them, succeed on every replica. */
    private void serves() {
        cluster.awaitLeader(timeouts(10));
        pass(timeouts(5));
        cluster.peers().forEach(this::serves);
        clients.forEach(Client::stop);
        pass(environment.options().requestTimeout().plus(timeouts(2)));
        require(history.open().isEmpty(), "never answered: " + history.open());
    }

    /**
     * Until a command that was given there is answered, or, where the workload has none, enough queries were. The first attempts may still
     * meet what was under way when things were mended.
     */
    private void serves(PeerId peer) {
        long deadline = simulation.now() + timeouts(10).toNanos();
        int queries = 0;
        boolean isServed = false;
        while (!isServed) {
            require(simulation.now() < deadline, peer + " serves nobody");
            int asked = history.operations().size();
            var answer = clients.get(0).ask(peer);
            boolean isQuery = history.operations().get(asked).kind() == Operation.Kind.QUERY;
            simulation.runUntil(() -> answer.isDone() || hasFinding(), timeouts(10));
            pass(timeouts(1).dividedBy(10));
            boolean isAnswered = answer.isDone() && !answer.isCompletedExceptionally();
            if (isQuery) {
                queries += isAnswered ? 1 : 0;
                isServed = queries == QUERIES_WITHOUT_A_COMMAND;
            } else {
                isServed = isAnswered;
            }
        }
    }

    /** L3: all replicas are up and have applied the same. */
    private void converges() {
        cluster.awaitConverged(timeouts(10));
        for (PeerId peer : cluster.peers()) {
            int applied = machine(peer).applied();
            require(applied == witness.size(), peer + " holds " + applied + " of " + witness.size() + " commands");
        }
        cluster.peers().forEach(peer -> trial.checkAtEnd(machine(peer).machine()));
    }

    /** L5, L6: who has nothing to do elects nobody and says little. */
    private void rests() {
        long electionsBefore = elections;
        long eventsBefore = simulation.eventsFired();
        Duration rest = timeouts(20);
        pass(rest);
        require(elections == electionsBefore, "an idle group changed its leader");
        long events = simulation.eventsFired() - eventsBefore;
        long allowed = IDLE_EVENTS_PER_SECOND * environment.replicas() * rest.toSeconds();
        require(events <= allowed, "an idle group had " + events + " events within " + rest);
        keepsLittle();
    }

    /** L6: nobody waits, and a snapshot leaves no more of the log than was asked for, once nobody fetches the one before it any more. */
    private void keepsLittle() {
        for (PeerId peer : cluster.peers()) {
            require(cluster.status(peer).pending() == 0, peer + " still has requests to answer");
        }
        long deadline = simulation.now() + LATE_FRAMES.toNanos() + timeouts(20).toNanos();
        Optional<PeerId> keeping = Optional.of(cluster.peers().get(0));
        while (keeping.isPresent()) {
            require(simulation.now() < deadline, keeping.get() + " keeps too much of the log");
            // A snapshot that would end where the one before it does leaves the log as it is.
            serves(cluster.peers().get(0));
            cluster.awaitConverged(timeouts(10));
            cluster.peers().forEach(peer -> cluster.await(cluster.checkpoint(peer), timeouts(10)));
            pass(timeouts(1));
            keeping = cluster.peers().stream().filter(this::keepsTooMuch).findFirst();
            if (keeping.isPresent()) {
                pass(timeouts(5));
            }
        }
    }

    private boolean keepsTooMuch(PeerId peer) {
        if (trial.replacesStorage()) {
            return false;
        }
        Log log = cluster.node(peer).storage().log(GROUP);
        return log.lastIndex() - log.floor().index() > environment.options().trailingEntries() + 2;
    }

    /** L7: whoever closes leaves nobody waiting. */
    @SuppressWarnings("FutureReturnValueIgnored") // the history has the outcome
    private void closes() {
        clients.forEach(client -> cluster.peers().forEach(client::ask));
        for (PeerId peer : cluster.peers()) {
            cluster.node(peer).run(() -> cluster.replica(peer).ifPresent(Replica::close));
        }
        pass(timeouts(1));
        require(history.open().isEmpty(), "closed, but never answered: " + history.open());
    }

    /** C1 to C5. */
    private void isExplicable() {
        for (Operation operation : history.operations()) {
            if (operation.kind() == Operation.Kind.COMMAND) {
                int times = witness.timesApplied(operation.id());
                require(
                        isPossible(operation.outcome(), times),
                        "applied " + times + " times: operation " + operation.id() + " of " + operation);
            }
        }
        trial.newModel(operation -> witness.decisionOf(operation.id())).ifPresent(this::requireLinearizable);
    }

    /** The order of the log is nearly always an explanation; if not, any other will do. */
    private <T> void requireLinearizable(Model<T> model) {
        Map<String, List<Operation>> objects = new TreeMap<>();
        boolean isOne = history.operations().stream()
                .anyMatch(operation -> operation.key().isEmpty());
        for (Operation operation : history.operations()) {
            objects.computeIfAbsent(isOne ? "" : operation.key(), key -> new ArrayList<>())
                    .add(operation);
        }
        boolean isExplained = objects.values().stream()
                .allMatch(operations -> new WitnessedOrder<>(model, witness).explains(operations));
        if (!isExplained) {
            Linearizability.check(history, model).requireLinearizable();
        }
    }

    private static boolean isPossible(Outcome outcome, int times) {
        return switch (outcome) {
            case OK -> times == 1;
            case FAILED -> times == 0;
            case UNKNOWN, PENDING -> times <= 1;
        };
    }

    private TrialReport report() {
        return new TrialReport(
                1,
                history.count(Outcome.OK),
                history.count(Outcome.FAILED),
                history.count(Outcome.UNKNOWN),
                witness.size(),
                Duration.ofNanos(simulation.now()),
                Duration.ofNanos(System.nanoTime() - startedNanos),
                simulation.eventsFired(),
                simulation.network().delivered(),
                Stream.of(Loss.values()).mapToLong(simulation.network()::lost).sum(),
                faults().injected(),
                simulation.trace().hash());
    }

    private <M> EngineFactory<M> observed(EngineFactory<M> engine) {
        Function<PeerId, Log> durable =
                DurableLogs.ofRuntime(peer -> cluster.node(peer).disk().durable(GROUP));
        if (trial.replacesStorage()) {
            // What would survive a power failure is not known then.
            return TracedEngine.of(engine, simulation.trace());
        }
        List<EngineObserver<M>> observers = new ArrayList<>();
        observers.add(new EngineInvariants<M>(durable).quorum(trial.quorum()));
        observers.addAll(trial.observers(durable));
        EngineObserver<M> all = Observers.of(observers);
        cluster.onDiskReplaced(all::diskLost);
        return ObservedEngines.observe(
                TracedEngine.of(engine, simulation.trace()),
                all,
                peer -> cluster.node(peer).isUp());
    }

    private ReplicatedState newMachine(PeerId peer) {
        WitnessedMachine<S> machine = new WitnessedMachine<>(peer, trial.newMachine(), witness, trial::digest);
        machines.put(peer, machine);
        return machine.asReplicated();
    }

    private WitnessedMachine<S> machine(PeerId peer) {
        return Objects.requireNonNull(machines.get(peer), "nobody asks for a machine before it has started");
    }

    /** Whoever's disk fails or is damaged must stop, and nobody else may. */
    private boolean mayHalt(PeerId peer, Throwable cause) {
        return (cause instanceof IOException || cause instanceof UncheckedIOException)
                && faults().mayHaveHalted().contains(peer);
    }

    private Faults faults() {
        return Objects.requireNonNull(faults, "faults begin after the start");
    }

    /** Lets time pass until something is found. */
    private void pass(Duration time) {
        simulation.runUntil(this::hasFinding, time);
        finding.ifPresent(error -> {
            throw error;
        });
    }

    private boolean hasFinding() {
        return finding.isPresent();
    }

    private void found(AssertionError error) {
        if (finding.isEmpty()) {
            finding = Optional.of(error);
        }
    }

    private void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what + System.lineSeparator() + cluster.describe());
        }
    }

    private Duration timeouts(int count) {
        return trial.electionTimeout().multipliedBy(count);
    }

    @Override
    public void close() {
        simulation.close();
    }

    private final class Listener implements ReplicaListener {
        private final PeerId peer;

        Listener(PeerId peer) {
            this.peer = peer;
        }

        @Override
        public void onRole(Role role, long epoch) {
            if (role == Role.LEADER) {
                elections++;
            }
        }

        @Override
        public void onHalted(Throwable cause) {
            if (cause instanceof AssertionError violation) {
                found(violation);
            } else if (!mayHalt(peer, cause)) {
                found(new AssertionError(peer + " halted: " + cause, cause));
            }
        }
    }
}
