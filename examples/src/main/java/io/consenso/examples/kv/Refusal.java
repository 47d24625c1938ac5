/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

/** A request that is answered with an error and goes no further. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the whole text of the error reply. */
    Refusal(String text) {
        super(text, null, false, false);
    }

    static Refusal syntax() {
        return new Refusal("ERR syntax error");
    }

    static Refusal arity(String command) {
        return new Refusal("ERR wrong number of arguments for '" + command + "' command");
    }

    static Refusal notAnInteger() {
        return new Refusal("ERR value is not an integer or out of range");
    }

    Reply reply() {
        return new Reply.Failure(String.valueOf(getMessage()));
    }
}
