/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.testkit.MutantContract;
import io.consenso.testkit.engine.TestedEngine;
import io.consenso.testkit.mutation.Mutant;
import io.consenso.testkit.mutation.MutantTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bugs of {@link PaxosMutants}. */
final class PaxosMutantTest extends MutantContract {
    private static final Path DOCUMENT = Path.of("..", "docs", "internals", "mutants.md");

    @Override
    protected Class<? extends TestedEngine<?>> engine() {
        return TestedPaxos.class;
    }

    @Override
    protected List<Mutant> mutants() {
        return PaxosMutants.all();
    }

    @Override
    protected Map<String, String> scenarios() {
        return DirectedScenarios.byMutant();
    }

    @Test
    void theDocumentListsTheMutants() {
        new MutantTable(DOCUMENT, "## Multi-Paxos").verify(mutants(), scenarios());
    }
}
