/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.simulate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.raft.Raft;
import io.consenso.spi.Storage;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.FaultKind;
import io.consenso.testkit.simulation.SimulatedNode;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.TrialReport;
import io.consenso.testkit.trial.Workload;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storage that ships under whole replicas on virtual time, opened again after every death of a process. */
class RocksTrialTest {
    private static final Set<FaultKind> DISK = Arrays.stream(FaultKind.values())
            .filter(kind -> kind.part() == FaultKind.Part.DISK)
            .collect(Collectors.toSet());

    @TempDir
    Path temporary;

    private final Map<PeerId, Path> directories = new HashMap<>();
    private int opened;

    @Test
    void survivesEveryFaultOfProcessesAndNetwork() {
        TrialReport report = Trial.of(Raft.engine(), RegisterMachine::new)
                .workload(Workload.registers(6))
                .faults(options -> options.withoutKinds(DISK))
                .storage((node, simulated) -> open(node))
                .run(3);
        assertThat(report.acknowledged()).isPositive();
        assertThat(opened).as("starts of a process").isGreaterThan(15);
    }

    private Storage open(SimulatedNode node) {
        if (node.incarnations() == 1) {
            directories.put(node.peer(), temporary.resolve(opened + "-" + node.peer()));
        }
        opened++;
        return new SimulatedRocks(node, requireNonNull(directories.get(node.peer())));
    }
}
