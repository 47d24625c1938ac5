/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import io.consenso.engine.InvariantViolation;
import io.consenso.testkit.simulation.SimulationFailure;

/** What a run found, in one line: the check, a colon, and what it saw. */
final class Finding {
    private static final int LENGTH_MAX = 160;

    private Finding() {}

    static String of(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof InvariantViolation) {
            return of("the engine's own check", message);
        } else if (failure instanceof SimulationFailure) {
            return of("a replica does not start", message);
        } else if (failure instanceof AssertionError) {
            return message.startsWith("[") || message.isBlank() ? of("progress", message) : of("", message);
        }
        return of(failure.getClass().getSimpleName(), message);
    }

    static String of(String check, String message) {
        String line = message.strip().lines().map(String::strip).findFirst().orElse("");
        String text = check.isEmpty() ? line : check + ": " + line;
        return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) : text;
    }
}
