/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples;

import io.consenso.engine.EngineFactory;
import io.consenso.paxos.Paxos;
import io.consenso.paxos.PaxosOptions;
import io.consenso.raft.Raft;
import io.consenso.raft.RaftOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The engines that there are, by the names that they are asked for by. */
public enum Protocol {
    RAFT {
        @Override
        public EngineFactory<?> engine(Duration electionTimeout) {
            return Raft.engine(RaftOptions.defaults().withElectionTimeout(electionTimeout));
        }
    },
    PAXOS {
        @Override
        public EngineFactory<?> engine(Duration electionTimeout) {
            return Paxos.engine(PaxosOptions.defaults().withElectionTimeout(electionTimeout));
        }
    };

    /** Stands for all of them where several may be named. */
    public static final String BOTH = "both";

    /** How long a leader may be silent, unless told. */
    public static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(1);

    /** Makes engines of this protocol; {@code electionTimeout} is how long a leader may be silent. */
    public abstract EngineFactory<?> engine(Duration electionTimeout);

    /** As the engine calls itself, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one called so; any other name throws {@link IllegalArgumentException} with the names that there are. */
    public static Protocol named(String name) {
        return named(name, words(" or "));
    }

    /** Those named, separated by commas, each once and in that order, or {@link #BOTH}; throws as {@link #named} does. */
    public static List<Protocol> allNamed(String names) {
        if (names.equals(BOTH)) {
            return List.of(values());
        }
        return Arrays.stream(names.split(",", -1))
                .map(name -> named(name, words(", ") + " or " + BOTH))
                .distinct()
                .toList();
    }

    private static Protocol named(String name, String choices) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--engine is " + choices + ", not '" + name + "'"));
    }

    private static String words(String between) {
        return Arrays.stream(values()).map(Protocol::word).collect(Collectors.joining(between));
    }
}
