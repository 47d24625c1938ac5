/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.testkit.engine.EngineScripts;
import io.consenso.testkit.engine.ScriptEngine;
import io.consenso.testkit.engine.ScriptEpochs;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scenarios in {@code src/test/resources/scripts}. */
class PaxosScriptsTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    private static final ScriptEngine<Message> PAXOS = new ScriptEngine<>(
            options -> new Paxos.Factory(options(options)),
            ballot -> new HardState(ballot, 0, 0).encode(),
            new Ballots(),
            PaxosQuorums::watching);

    @TestFactory
    Stream<DynamicTest> scripts() {
        return EngineScripts.in(SCRIPTS, PAXOS);
    }

    private static PaxosOptions options(Map<String, String> named) {
        PaxosOptions options = PaxosClusters.OPTIONS;
        for (Map.Entry<String, String> option : named.entrySet()) {
            long value = Long.parseLong(option.getValue());
            options = switch (option.getKey()) {
                case "slotsMax" -> options.withSlotsMax(Math.toIntExact(value));
                case "entriesBytesMax" -> options.withEntriesBytesMax(value);
                case "uncommittedBytesMax" -> options.withUncommittedBytesMax(value);
                default -> throw new IllegalArgumentException("no option '" + option.getKey() + "'");
            };
        }
        return options;
    }

    /** A ballot is its round and its owner, {@code 3.n1}; of no replica is there more than one life in a script. */
    private static final class Ballots implements ScriptEpochs {
        private static final Pattern BALLOT = Pattern.compile("(\\d+)\\.n(\\d+)");

        @Override
        public String write(long epoch) {
            return epoch == Ballot.ZERO ? "0" : Ballot.round(epoch) + ".n" + Ballot.member(epoch);
        }

        @Override
        public OptionalLong read(String text) {
            if (text.equals("0")) {
                return OptionalLong.of(Ballot.ZERO);
            }
            Matcher ballot = BALLOT.matcher(text);
            return ballot.matches()
                    ? OptionalLong.of(Ballot.of(Long.parseLong(ballot.group(1)), Integer.parseInt(ballot.group(2)), 0))
                    : OptionalLong.empty();
        }
    }
}
