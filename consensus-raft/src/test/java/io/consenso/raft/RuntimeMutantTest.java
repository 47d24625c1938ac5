/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.MutantContract;
import io.consenso.testkit.engine.TestedEngine;
import io.consenso.testkit.mutation.Mutant;
import io.consenso.testkit.mutation.MutantTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bugs of {@link RuntimeMutants}: the runtime is the same under every engine, so they are hunted with this one alone. */
final class RuntimeMutantTest extends MutantContract {
    @Override
    protected Class<? extends TestedEngine<?>> engine() {
        return TestedRaft.class;
    }

    @Override
    protected List<Mutant> mutants() {
        return RuntimeMutants.all();
    }

    @Override
    protected Map<String, String> scenarios() {
        return DirectedScenarios.ofRuntime();
    }

    @Override
    protected List<Path> sources() {
        return RaftMutantTest.SOURCES;
    }

    @Test
    void theDocumentListsTheMutants() {
        new MutantTable(RaftMutantTest.DOCUMENT, "## Runtime").verify(mutants(), scenarios());
    }
}
