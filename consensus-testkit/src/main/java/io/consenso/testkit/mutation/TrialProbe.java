/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import io.consenso.testkit.engine.TestedEngine;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.Workload;
import java.util.EnumSet;
import java.util.Set;

/**
 * Whole replicas under load and every fault that no operator is needed for: one run of a trial. It is as busy as a trial gets, since nothing but
 * the number of seeds matters here.
 */
final class TrialProbe extends SeedProbe {
    private static final Set<FaultKind> KINDS = EnumSet.of(
            FaultKind.CRASH,
            FaultKind.CRASH_IN_TASK,
            FaultKind.KILL,
            FaultKind.BLACKOUT,
            FaultKind.PAUSE,
            FaultKind.SLOW_NODE,
            FaultKind.ISOLATE,
            FaultKind.PARTITION,
            FaultKind.ONE_WAY,
            FaultKind.CLOG,
            FaultKind.RESET,
            FaultKind.DRIFT,
            FaultKind.CLOCK_JUMP,
            FaultKind.DISK_STALL,
            FaultKind.SLOW_DISK,
            FaultKind.FAILED_WRITE,
            FaultKind.FAILED_SYNC);

    @Override
    <M> void run(TestedEngine<M> engine, long seed) {
        Trial.of(engine.factory(), RegisterMachine::new)
                .replicas(2, 3, 4, 5)
                .clients(8)
                .faults(options -> options.withKinds(KINDS).withSwarm(false))
                .workload(Workload.registers(6))
                .electionTimeout(engine.timeout())
                .observe(engine.protocol()::watching)
                .quorum(engine.protocol()::isQuorum)
                .runOnce(seed);
    }
}
