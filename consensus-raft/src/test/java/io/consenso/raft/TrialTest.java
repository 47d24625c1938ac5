/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import io.consenso.testkit.TrialContract;
import io.consenso.testkit.history.Model;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.trial.Campaign;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.TrialFailure;
import io.consenso.testkit.trial.TrialReport;
import io.consenso.testkit.trial.Workload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests trials: what is wrong is found, said, made small and drawn; what is right passes. */
final class TrialTest {
    @Test
    void aGivenScheduleTakesThePlaceOfTheDrawnOne() {
        TrialReport report = run(
                        TrialContract.trial(new TestedRaft()).schedule(FaultSchedule.parse("3s crash n1 1s")), 1, 1, 1)
                .report();
        assertThat(report.faults()).containsOnlyKeys(FaultKind.CRASH).containsValue(1L);
    }

    /** Only a replica that restores a snapshot forgets, so some faults are needed, but few. */
    @Test
    void whatIsWrongIsSaidMadeSmallAndDrawn() throws IOException {
        Trial<Forgetful> trial = Trial.of(Raft.engine(), Forgetful::new)
                .workload((random, client) -> Workload.Request.command("", Bytes.ofUtf8("add s " + random.nextInt(5))));
        TrialFailure failure = catchThrowableOfType(TrialFailure.class, () -> trial.run(10));
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage())
                .contains("seed " + failure.seed() + ": replicas differ, first at command")
                .contains("-Dtest='TrialTest#whatIsWrongIsSaidMadeSmallAndDrawn' -Dconsenso.seed=" + failure.seed())
                .contains("-Dconsenso.schedule='" + failure.schedule().text() + "'");
        assertThat(failure.schedule().size()).isLessThanOrEqualTo(4);
        assertThat(Files.readString(failure.picture().orElseThrow()))
                .contains("replicas differ")
                .contains("<svg");

        Campaign.Outcome again = run(trial.schedule(failure.schedule()), failure.seed(), 1, 1);
        assertThat(again.failures()).hasSize(1);
        assertThat(again.failures().get(0)).hasMessageContaining("replicas differ");
    }

    @Test
    void anInvariantOfTheUsersOwnIsNamed() {
        TrialFailure failure = catchThrowableOfType(
                TrialFailure.class,
                () -> TrialContract.trial(new TestedRaft())
                        .faults(options -> options.withKinds(Set.of(FaultKind.RESET)))
                        .always(
                                "never a word",
                                machine -> assertThat(machine.toString()).doesNotContain("r0="))
                        .run(3));
        assertThat(failure).isNotNull().hasMessageContaining("never a word: ");
        assertThat(failure.schedule().size()).isZero();
    }

    /** All replicas agree, and every command is applied once; only who reads sees that the last change is missing. */
    @Test
    void aReplyThatNoOrderExplainsIsFound() {
        TrialFailure failure = catchThrowableOfType(
                TrialFailure.class,
                () -> Trial.of(Raft.engine(), Late::new)
                        .workload(Workload.registers(2))
                        .model(() -> Model.of(RegisterMachine::new))
                        .run(3));
        assertThat(failure).isNotNull().hasMessageContaining("not linearizable");
        assertThat(failure.schedule().size()).isZero();
    }

    @Test
    void trialsOfOneCampaignTakeTurnsUnderTheSameSeeds() {
        List<Trial<RegisterMachine>> trials =
                List.of(TrialContract.trial(new TestedRaft()), TrialContract.trial(new TestedRaft()));
        Campaign.Outcome outcome = new Campaign(trials).seeds(8, 2).threads(2).run();
        assertThat(outcome.reports()).extracting(TrialReport::runs).containsExactly(2L, 2L);
        assertThat(outcome.reports())
                .extracting(TrialReport::traceHash)
                .containsOnly(run(TrialContract.trial(new TestedRaft()), 8, 2, 1)
                        .report()
                        .traceHash());
        assertThat(outcome.report().runs()).isEqualTo(4);
    }

    private static Campaign.Outcome run(Trial<?> trial, long seed, long count, int threads) {
        return new Campaign(trial).seeds(seed, count).threads(threads).run();
    }

    /** Answers as if the last command had not happened yet. */
    private static final class Late implements StateMachine {
        private final RegisterMachine now = new RegisterMachine();
        private final RegisterMachine before = new RegisterMachine();
        private @Nullable Command last;

        @Override
        public Bytes apply(Command command) {
            if (last != null) {
                before.apply(last);
            }
            last = command;
            return now.apply(command);
        }

        @Override
        public Bytes query(Bytes query) {
            return before.query(query);
        }

        @Override
        public Snapshot snapshot() {
            return now.snapshot();
        }

        @Override
        public void restore(InputStream in) throws IOException {
            byte[] state = in.readAllBytes();
            now.restore(new ByteArrayInputStream(state));
            before.restore(new ByteArrayInputStream(state));
            last = null;
        }
    }

    /** Loses what it had when it restores a snapshot. */
    private static final class Forgetful implements StateMachine {
        private final RegisterMachine registers = new RegisterMachine();

        @Override
        public Bytes apply(Command command) {
            return registers.apply(command);
        }

        @Override
        public Bytes query(Bytes query) {
            return registers.query(query);
        }

        @Override
        public Snapshot snapshot() {
            return registers.snapshot();
        }

        @Override
        public void restore(InputStream in) throws IOException {
            in.readAllBytes();
        }
    }
}
