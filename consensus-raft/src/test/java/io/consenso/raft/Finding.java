/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.engine.InvariantViolation;

/** What a run found, in one line: the check, and what it said. */
final class Finding {
    private static final int LENGTH_MAX = 160;

    private Finding() {}

    static String of(Throwable failure) {
        String kind = failure instanceof InvariantViolation
                ? "the engine's own check"
                : failure instanceof AssertionError ? "" : failure.getClass().getSimpleName();
        return of(kind, String.valueOf(failure.getMessage()));
    }

    static String of(String check, String message) {
        String line = message.strip().lines().map(String::strip).findFirst().orElse("");
        String text = check.isEmpty() ? line : check + ": " + line;
        return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) : text;
    }
}
