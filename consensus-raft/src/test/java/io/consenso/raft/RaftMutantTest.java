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

/** The bugs of {@link RaftMutants}. */
final class RaftMutantTest extends MutantContract {
    static final Path DOCUMENT = Path.of("..", "docs", "internals", "mutants.md");
    static final List<Path> SOURCES =
            List.of(Path.of("src/main/java"), Path.of("..", "consensus-api", "src", "main", "java"));

    @Override
    protected Class<? extends TestedEngine<?>> engine() {
        return TestedRaft.class;
    }

    @Override
    protected List<Mutant> mutants() {
        return RaftMutants.all();
    }

    @Override
    protected Map<String, String> scenarios() {
        return DirectedScenarios.ofEngine();
    }

    @Override
    protected List<Path> sources() {
        return SOURCES;
    }

    @Test
    void theDocumentListsTheMutants() {
        new MutantTable(DOCUMENT, "## Raft").verify(mutants(), scenarios());
    }
}
