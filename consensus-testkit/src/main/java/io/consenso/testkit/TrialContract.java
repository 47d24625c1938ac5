/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.ReplicatedState;
import io.consenso.testkit.engine.TestedEngine;
import io.consenso.testkit.machine.DecidingRegisterMachine;
import io.consenso.testkit.machine.PrimaryRegisterMachine;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.trial.Campaign;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.TrialReport;
import io.consenso.testkit.trial.Workload;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * An engine under load and every fault, with the invariants of every engine and its own, and a check that the history of all clients is
 * linearizable: fresh seeds each time, or what the system properties of {@link Trial#run} say.
 */
public abstract class TrialContract {
    private static final int SEEDS = 60;

    /** For subclasses. */
    protected TrialContract() {}

    /** The engine. */
    protected abstract TestedEngine<?> engine();

    /** The engine on trial, with registers as the state machine. */
    protected final Trial<RegisterMachine> trial() {
        return trial(engine()).replayedIn(getClass());
    }

    /** That engine on trial. */
    public static <M> Trial<RegisterMachine> trial(TestedEngine<M> engine) {
        return trial(engine, RegisterMachine::new);
    }

    /** That engine on trial with registers of another style of replication. */
    public static <M, S extends ReplicatedState> Trial<S> trial(TestedEngine<M> engine, Supplier<S> registers) {
        return Trial.of(engine.factory(), registers)
                .workload(Workload.registers(6))
                .electionTimeout(engine.timeout())
                .observe(engine.protocol()::watching)
                .quorum(engine.protocol()::isQuorum);
    }

    @Test
    void survivesEveryFault() {
        TrialReport report = trial().run(SEEDS);
        assertThat(report.acknowledged()).isPositive();
    }

    @Test
    void survivesEveryFaultWhenTheLeaderDecides() {
        TrialReport report = trial(engine(), DecidingRegisterMachine::new)
                .replayedIn(getClass())
                .run(SEEDS / 2);
        assertThat(report.acknowledged()).isPositive();
    }

    @Test
    void survivesEveryFaultWhenThePrimaryExecutes() {
        TrialReport report = trial(engine(), PrimaryRegisterMachine::new)
                .replayedIn(getClass())
                .run(SEEDS / 2);
        assertThat(report.acknowledged()).isPositive();
    }

    @Test
    void theSameSeedGivesTheSameRunOnAnyThread() {
        TrialReport alone = run(1);
        TrialReport together = run(2);
        assertThat(together.traceHash()).isEqualTo(alone.traceHash());
        assertThat(together.acknowledged()).isEqualTo(alone.acknowledged()).isPositive();
        assertThat(together.faults()).isEqualTo(alone.faults());
    }

    private TrialReport run(int threads) {
        return new Campaign(trial()).seeds(7, 4).threads(threads).run().report();
    }
}
