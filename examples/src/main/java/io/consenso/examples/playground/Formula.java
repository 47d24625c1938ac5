/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

/**
 * How many messages there should be.
 *
 * @param counted how many there were
 * @param text the formula
 * @param min not fewer
 * @param max not more
 */
record Formula(long counted, String text, long min, long max) {
    /** So many. */
    static Formula exactly(long counted, String text, long value) {
        return new Formula(counted, text + " = " + value, value, value);
    }

    /** So many at most. */
    static Formula atMost(long counted, String text, long value) {
        return new Formula(counted, "at most " + text + " = " + value, 0, value);
    }

    /** Something between these. */
    static Formula between(long counted, String least, long min, String most, long max) {
        return new Formula(counted, "at least " + least + " = " + min + ", at most " + most + " = " + max, min, max);
    }

    boolean holds() {
        return counted >= min && counted <= max;
    }

    @Override
    public String toString() {
        return "messages: " + counted + ", formula " + text + (holds() ? "" : " DOES NOT HOLD");
    }
}
