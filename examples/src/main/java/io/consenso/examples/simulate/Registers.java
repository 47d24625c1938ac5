/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.simulate;

import io.consenso.ReplicatedState;
import io.consenso.testkit.machine.DecidingRegisterMachine;
import io.consenso.testkit.machine.PrimaryRegisterMachine;
import io.consenso.testkit.machine.RegisterMachine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The registers on trial, one machine for each style of replication. */
enum Registers {
    ACTIVE,
    SEMI_ACTIVE,
    PASSIVE;

    private static final String ALL = "all";

    /** Made anew, with nothing written. */
    ReplicatedState empty() {
        return switch (this) {
            case ACTIVE -> new RegisterMachine();
            case SEMI_ACTIVE -> new DecidingRegisterMachine();
            case PASSIVE -> new PrimaryRegisterMachine();
        };
    }

    /** The style's name, as on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Those named, separated by commas, each once and in that order, or {@code all}; others throw {@link IllegalArgumentException}. */
    static List<Registers> allNamed(String names) {
        if (names.equals(ALL)) {
            return List.of(values());
        }
        return Arrays.stream(names.split(",", -1))
                .map(Registers::named)
                .distinct()
                .toList();
    }

    private static Registers named(String name) {
        return Arrays.stream(values())
                .filter(registers -> registers.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--style is "
                        + Arrays.stream(values()).map(Registers::word).collect(Collectors.joining(", ")) + " or " + ALL
                        + ", not '" + name + "'"));
    }
}
