/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.ReplicatedState;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.Log;
import io.consenso.spi.Storage;
import io.consenso.spi.Transport;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.engine.ProtocolInvariants;
import io.consenso.testkit.history.Model;
import io.consenso.testkit.history.Operation;
import io.consenso.testkit.simulation.FaultOptions;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.SimulatedNode;
import io.consenso.testkit.simulation.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Puts a state machine, replicated by the classes that ship, on trial under every fault.
 *
 * <pre>{@code
 * @Test
 * void survivesEveryFault() {
 *     Trial.of(Raft.engine(), Bank::new)
 *             .workload((random, client) -> Request.command("", transfer(random)))
 *             .atEnd("money is neither made nor lost", bank -> assertThat(bank.total()).isEqualTo(1_000))
 *             .run(100);
 * }
 * }</pre>
 *
 * <p>Each run is drawn from its seed: how many replicas and clients, how network and disks behave, how small the bounds are, and which
 * faults happen when. It has four phases:
 *
 * <ol>
 *   <li>Load and faults together. After every event the engines' invariants hold; every replica that applies the n-th command does the
 *       same as all others.
 *   <li>Everything is mended. There is a leader within ten election time-outs, a request on every replica succeeds, all replicas hold the
 *       same, every request is answered, checks of the user's own hold.
 *   <li>Rest: no election, few messages. Then all replicas close, and nobody waits for ever.
 *   <li>The history of all clients is linearizable; no acknowledged command was lost or applied twice, none that was refused was applied.
 * </ol>
 *
 * <p>A run that goes wrong throws {@link TrialFailure}, whose message has the line that runs it again. Describe the trial on one thread; then
 * runs may go on at once on several.
 *
 * <p>The state machine may be of any style of replication; the group is replicated in that one.
 *
 * @param <S> the state machine
 */
public final class Trial<S extends ReplicatedState> {
    private final EngineFactory<?> engine;
    private final Supplier<S> machine;
    private final Map<String, Consumer<S>> endings = new LinkedHashMap<>();
    private final Map<String, Consumer<S>> invariants = new LinkedHashMap<>();
    private List<Integer> replicas = List.of(3, 5);
    private List<Integer> clients = List.of(2, 4, 8);
    private Workload workload = Workload.commands(random -> Bytes.ofLong(random.nextLong()));
    private Optional<Function<Function<Operation, Optional<Bytes>>, ? extends Model<?>>> model;
    private UnaryOperator<FaultOptions> faults = UnaryOperator.identity();
    private final List<Function<Function<PeerId, Log>, ? extends EngineObserver<?>>> observers = new ArrayList<>();
    private BiPredicate<Membership, Set<PeerId>> quorum = ProtocolInvariants.none()::isQuorum;
    private Optional<FaultSchedule> schedule = Optional.empty();
    private Optional<String> command = Optional.empty();
    private Optional<Class<?>> test = Optional.empty();
    private Optional<BiFunction<SimulatedNode, Storage, Storage>> storage = Optional.empty();
    private Optional<BiFunction<SimulatedNode, Transport, Transport>> transport = Optional.empty();
    private Duration faultyFor = Duration.ofSeconds(20);
    private Duration electionTimeout = Duration.ofSeconds(1);
    private ToLongFunction<? super S> digest = state -> 0;

    private Trial(EngineFactory<?> engine, Supplier<S> machine) {
        this.engine = engine;
        this.machine = machine;
        model = Optional.of(decisions -> Model.ofDecided(machine, decisions));
    }

    /** A trial of that state machine on that engine; the supplier makes a new, empty one at each call. */
    public static <S extends ReplicatedState> Trial<S> of(EngineFactory<?> engine, Supplier<S> machine) {
        return new Trial<>(engine, machine);
    }

    /** How many replicas: one of these, drawn for each run; 3 or 5 unless told. */
    public Trial<S> replicas(Integer... sizes) {
        replicas = List.of(sizes);
        return this;
    }

    /** How many clients: one of these, drawn for each run; 2, 4 or 8 unless told. */
    public Trial<S> clients(Integer... counts) {
        clients = List.of(counts);
        return this;
    }

    /** What the clients ask; random longs as commands unless told. */
    public Trial<S> workload(Workload requests) {
        workload = requests;
        return this;
    }

    /** What may break, and how much of it: changes what is there unless told, which is everything that the group promises to survive. */
    public Trial<S> faults(UnaryOperator<FaultOptions> change) {
        faults = change;
        return this;
    }

    /** These faults in every run, instead of others for each seed. */
    public Trial<S> schedule(FaultSchedule always) {
        schedule = Optional.of(always);
        return this;
    }

    /** For how long things break before they are mended; 20 seconds of virtual time unless told. */
    public Trial<S> faultyFor(Duration virtualTime) {
        faultyFor = virtualTime;
        return this;
    }

    /** The election time-out of the engine, in which the bounds on progress are measured; a second unless told. */
    public Trial<S> electionTimeout(Duration timeout) {
        electionTimeout = timeout;
        return this;
    }

    /**
     * What a correct object would answer, made for each run; unless told, the state machine itself, asked one request at a time. One that decides is
     * given the decisions that were applied, one that executes as a primary executes anew.
     */
    public Trial<S> model(Supplier<? extends Model<?>> specification) {
        model = Optional.of(decisions -> specification.get());
        return this;
    }

    /** Does not check that the history is linearizable: for state machines whose replies depend on time or, but for
     * decisions, on chance. */
    public Trial<S> withoutModel() {
        model = Optional.empty();
        return this;
    }

    /** Compares this of the state after every command on every replica, too, and not only the replies. Should be cheap. */
    public Trial<S> digest(ToLongFunction<? super S> ofState) {
        digest = ofState;
        return this;
    }

    /**
     * Has this look at every engine of a run, beside the invariants that hold for any engine; made for each run, with a view of what certainly
     * survives a power failure of each replica. Must be an observer of the messages of the trial's engine.
     */
    public Trial<S> observe(Function<Function<PeerId, Log>, ? extends EngineObserver<?>> observer) {
        observers.add(observer);
        return this;
    }

    /** What makes an entry chosen when all of these have it on disk: for an engine whose quorums are others than any majority of the voters. */
    public Trial<S> quorum(BiPredicate<Membership, Set<PeerId>> isQuorum) {
        quorum = isQuorum;
        return this;
    }

    /**
     * A storage of the user's own, made at each start of a process; the simulated one, which goes unused, and its node, whose
     * {@link SimulatedNode#takes} says how long a call takes and {@link SimulatedNode#onDeath} when to let go of files, are at hand. Faults of
     * disks do not reach it; what a power failure takes is for it to say. The engine is not observed then, the clients are.
     */
    public Trial<S> storage(BiFunction<SimulatedNode, Storage, Storage> storageOf) {
        storage = Optional.of(storageOf);
        return this;
    }

    /** A transport of the user's own, made at each start of a process: around the simulated one, or one that uses its network otherwise. */
    public Trial<S> transport(BiFunction<SimulatedNode, Transport, Transport> transportOf) {
        transport = Optional.of(transportOf);
        return this;
    }

    /** Must hold after every command on every replica; throws an {@link AssertionError} when it does not. */
    public Trial<S> always(String name, Consumer<S> check) {
        invariants.put(name, check);
        return this;
    }

    /** Must hold on every replica when all have converged; throws an {@link AssertionError} when it does not. */
    public Trial<S> atEnd(String name, Consumer<S> check) {
        endings.put(name, check);
        return this;
    }

    /**
     * Names the command that runs this trial: failures then give the line to run again as this, followed by {@code --seed=N} and
     * {@code --schedule='...'}, instead of a line for Maven.
     */
    public Trial<S> replayedBy(String commandLine) {
        command = Optional.of(commandLine);
        return this;
    }

    /** Names the test class whose method runs this trial, where it inherits the method: the line to run again is for that class then. */
    public Trial<S> replayedIn(Class<?> testClass) {
        test = Optional.of(testClass);
        return this;
    }

    /**
     * Runs under that many fresh seeds, or under what the system properties say: {@code consenso.seed} is the first seed, {@code
     * consenso.seeds} how many, {@code consenso.schedule} replaces the faults. Prints what was run.
     *
     * @throws TrialFailure when a run goes wrong: looked into, that is, the faults that are not needed for it are left out, as far as some
     *     further runs tell, and the run is drawn
     */
    public TrialReport run(int seeds) {
        Campaign campaign = new Campaign(this).seeds(Replay.firstSeed(), Replay.seeds(seeds));
        TrialReport report = campaign.run().throwIfAnyFailed();
        System.out.println("from seed " + campaign.firstSeed() + " on: " + report.summary());
        return report;
    }

    /**
     * Runs under that seed alone. What goes wrong is thrown as it is, an {@link AssertionError} or what the run threw, and nobody looks into
     * it: for who only wants to know whether something is found.
     */
    public TrialReport runOnce(long seed) {
        try {
            return attempt(seed, schedule, Trace.hashOnly());
        } catch (Misrun wrong) {
            throw wrong.asThrown();
        }
    }

    TrialReport runSeed(long seed, Replay replay) {
        try {
            return attempt(seed, schedule.or(Replay::schedule), Trace.hashOnly());
        } catch (Misrun first) {
            throw new Inquiry<>(this, seed, replay, first).failure();
        }
    }

    Replay replay() {
        return command.map(Replay::byCommand).orElseGet(() -> Replay.byTest(test));
    }

    /** One run, looked at by nobody. Throws {@link Misrun}. */
    TrialReport attempt(long seed, Optional<FaultSchedule> given, Trace trace) {
        try (Run<S> run = new Run<>(this, seed, given, trace)) {
            return run.go();
        }
    }

    Environment environment(RandomGenerator random) {
        return Environment.draw(random, replicas, clients);
    }

    EngineFactory<?> engine() {
        return engine;
    }

    Workload workload() {
        return workload;
    }

    FaultOptions faults(int size) {
        return faults.apply(FaultOptions.everything((size - 1) / 2));
    }

    /** Observers of this engine's messages: their type is for whoever added them to get right. */
    @SuppressWarnings("unchecked")
    <M> List<EngineObserver<M>> observers(Function<PeerId, Log> durable) {
        List<EngineObserver<M>> made = new ArrayList<>();
        observers.forEach(maker -> made.add((EngineObserver<M>) maker.apply(durable)));
        return made;
    }

    BiPredicate<Membership, Set<PeerId>> quorum() {
        return quorum;
    }

    Duration faultyFor() {
        return faultyFor;
    }

    Duration electionTimeout() {
        return electionTimeout;
    }

    /** With the decisions that the group has applied. */
    Optional<Model<?>> newModel(Function<Operation, Optional<Bytes>> decisions) {
        return model.map(maker -> maker.apply(decisions));
    }

    boolean replacesStorage() {
        return storage.isPresent();
    }

    void equip(SimulatedCluster<?> cluster) {
        storage.ifPresent(cluster::storage);
        transport.ifPresent(cluster::transport);
    }

    S newMachine() {
        return machine.get();
    }

    /** What of a state is compared after every command. Checks the invariants, too. */
    long digest(S state) {
        invariants.forEach((name, check) -> check(name, check, state));
        return digest.applyAsLong(state);
    }

    void checkAtEnd(S state) {
        endings.forEach((name, check) -> check(name, check, state));
    }

    private static <T> void check(String name, Consumer<T> check, T state) {
        try {
            check.accept(state);
        } catch (AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
    }
}
