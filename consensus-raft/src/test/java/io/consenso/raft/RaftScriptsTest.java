/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.engine.EngineScripts;
import io.consenso.testkit.engine.ScriptEngine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scenarios in {@code src/test/resources/scripts}. */
class RaftScriptsTest {
    static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    private static final ScriptEngine<Message> RAFT = new ScriptEngine<>(
            options -> new Raft.Factory(options(options)),
            epoch -> new HardState(epoch, Optional.empty()).encode(),
            RaftInvariants::new);

    @TestFactory
    Stream<DynamicTest> scripts() {
        return EngineScripts.in(SCRIPTS, RAFT);
    }

    private static RaftOptions options(Map<String, String> named) {
        RaftOptions options = RaftClusters.OPTIONS;
        for (Map.Entry<String, String> option : named.entrySet()) {
            long value = Long.parseLong(option.getValue());
            options = switch (option.getKey()) {
                case "uncommittedBytesMax" -> options.withUncommittedBytesMax(value);
                case "entriesBytesMax" -> options.withEntriesBytesMax(value);
                default -> throw new IllegalArgumentException("no option '" + option.getKey() + "'");
            };
        }
        return options;
    }
}
