/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PeerId;
import io.consenso.StateMachine;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.testkit.engine.ForwardingEngine;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.DiskOptions;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.FaultOptions;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.FaultSchedules;
import io.consenso.testkit.simulation.Faults;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A long schedule that finds a planted bug becomes one that shows what it takes. */
public abstract class FaultShrinkContract {
    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final int SEEDS_MAX = 2000;
    private static final int RUNS_MAX = 60;
    private static final Set<FaultKind> KINDS = Arrays.stream(FaultKind.values())
            .filter(kind -> kind.part() != FaultKind.Part.DISK)
            .collect(Collectors.toSet());

    /** For subclasses. */
    protected FaultShrinkContract() {}

    /** The engine that every replica runs. */
    protected abstract EngineFactory<?> engine();

    @Test
    void aStateMachineThatForgetsWhenItIsRestoredShowsAfterOneRestart() {
        assertThatShrinks(this::diverges, 1);
    }

    @Test
    void anEngineThatPromisesWhatIsNotOnDiskShowsAfterAFewPowerFailures() {
        assertThatShrinks(this::breaksPromises, 3);
    }

    private static void assertThatShrinks(Predicate<FaultSchedule> fails, int stepsMax) {
        FaultSchedule failing = firstFailing(fails);
        assertThat(failing.size()).isGreaterThan(20);
        FaultSchedule smallest = FaultSchedules.shrink(failing, fails, RUNS_MAX);
        assertThat(smallest.size()).as(smallest.text()).isBetween(1, stepsMax);
        assertThat(FaultSchedule.parse(smallest.text())).as(smallest.text()).matches(fails);
    }

    private static FaultSchedule firstFailing(Predicate<FaultSchedule> fails) {
        // A few dozen steps each, of what needs no operator.
        FaultOptions options = FaultOptions.everything(1)
                .withPace(Duration.ofMillis(150), Duration.ofMillis(500))
                .withKinds(KINDS)
                .withSwarm(false);
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            FaultSchedule schedule = FaultSchedule.draw(new SplittableRandom(seed), options, 3, LENGTH);
            if (fails.test(schedule)) {
                return schedule;
            }
        }
        throw new AssertionError("no schedule of " + SEEDS_MAX + " finds the bug");
    }

    private boolean diverges(FaultSchedule schedule) {
        try (Simulation simulation = new Simulation(1)) {
            SimulatedCluster<ForgetfulMachine> cluster =
                    SimulatedCluster.of(simulation, engine(), 3, ForgetfulMachine::new);
            run(cluster, schedule);
            return cluster.peers().stream()
                            .map(peer -> cluster.machine(peer).first)
                            .distinct()
                            .count()
                    > 1;
        }
    }

    private boolean breaksPromises(FaultSchedule schedule) {
        try (Simulation simulation = new Simulation(1)) {
            SimulatedCluster<JournalMachine> cluster =
                    SimulatedCluster.of(simulation, hasty(engine()), 3, JournalMachine::new);
            // A wide window between what is said and what is so.
            cluster.nodes()
                    .forEach(node -> node.disk()
                            .options(DiskOptions.ssd().withSync(Duration.ofMillis(5), Duration.ofMillis(20))));
            run(cluster, schedule);
            // No disk fails here, so nobody has a reason to halt but the bug.
            return !cluster.halted().isEmpty() || differ(cluster);
        }
    }

    private static boolean differ(SimulatedCluster<JournalMachine> cluster) {
        JournalMachine first = cluster.machine(cluster.peers().get(0));
        return cluster.peers().stream().anyMatch(peer -> !cluster.machine(peer).agreesWith(first));
    }

    private static <M> EngineFactory<M> hasty(EngineFactory<M> careful) {
        return ForwardingEngine.around(careful, (boot, engine) -> new Hasty<>(engine));
    }

    private static void run(SimulatedCluster<?> cluster, FaultSchedule schedule) {
        Simulation simulation = cluster.simulation();
        cluster.options(ReplicaOptions.defaults()
                        .withRequestTimeout(Duration.ofSeconds(2))
                        .withSnapshotEvery(20, 1 << 20, Duration.ofHours(1))
                        .withTrailingEntries(0))
                .start();
        Client client = new Client(cluster);
        Faults faults = schedule.applyTo(cluster);
        client.act();
        simulation.run(LENGTH);
        faults.stopAndMend();
        simulation.run(Duration.ofSeconds(2));
    }

    /** Proposes one number after the other. */
    private static final class Client {
        private final SimulatedCluster<?> cluster;
        private final RandomGenerator random;
        private long next = 1;

        Client(SimulatedCluster<?> cluster) {
            this.cluster = cluster;
            random = cluster.simulation().random("client");
        }

        void act() {
            long id = next++;
            PeerId peer = cluster.peers().get(random.nextInt(cluster.peers().size()));
            var unused = cluster.propose(peer, Bytes.ofLong(id));
            if (next < 300) {
                cluster.simulation().after(Duration.ofMillis(20), this::act);
            }
        }
    }

    /** The planted bug: what is remembered of the first command is not in the snapshot. */
    private static final class ForgetfulMachine implements StateMachine {
        private long first;
        private long count;

        @Override
        public Bytes apply(Command command) {
            first = first == 0 ? command.payload().toLong() : first;
            return Bytes.ofLong(++count);
        }

        @Override
        public Bytes query(Bytes query) {
            return Bytes.ofLong(count);
        }

        @Override
        public Snapshot snapshot() {
            long captured = count;
            return out -> new DataOutputStream(out).writeLong(captured);
        }

        @Override
        public void restore(InputStream in) throws IOException {
            first = 0;
            count = new DataInputStream(in).readLong();
        }
    }

    /** The planted bug: what should wait for the disk leaves at once. */
    private static final class Hasty<M> extends ForwardingEngine<M> {
        Hasty(Engine<M> careful) {
            super(careful);
        }

        @Override
        public Ready<M> poll() {
            Ready<M> ready = super.poll();
            List<Ready.Send<M>> all = new ArrayList<>(ready.sendNow());
            all.addAll(ready.sendAfterPersist());
            return new Ready<>(ready.batch(), ready.persist(), all, List.of(), ready.progress(), ready.wakeAtNanos());
        }
    }
}
