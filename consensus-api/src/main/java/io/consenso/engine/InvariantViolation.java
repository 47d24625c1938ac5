/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine;

import java.util.function.Supplier;

/** Something happened that the protocol proves impossible. The replica that sees it halts: going on would be guessing. */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what was seen. */
    public InvariantViolation(String message) {
        super(message);
    }

    /** Throws unless the condition holds. Always on, unlike the {@code assert} keyword. */
    public static void check(boolean condition, String message) {
        if (!condition) {
            throw new InvariantViolation(message);
        }
    }

    /** As {@link #check(boolean, String)}, with a message that is only built when it is needed. */
    public static void check(boolean condition, Supplier<String> message) {
        if (!condition) {
            throw new InvariantViolation(message.get());
        }
    }
}
