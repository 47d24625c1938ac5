/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import java.util.List;

/**
 * What has come of a run.
 *
 * @param lines in words
 * @param formulas what it costs by the book
 */
record Outcome(List<String> lines, List<Formula> formulas) {
    Outcome {
        lines = List.copyOf(lines);
        formulas = List.copyOf(formulas);
    }

    static Outcome of(String line, Formula... formulas) {
        return new Outcome(List.of(line), List.of(formulas));
    }

    /**
     * How many messages there should be.
     *
     * @param counted how many there were
     * @param text the formula
     * @param value its value; negative when it holds in runs without faults alone and this is none
     */
    record Formula(long counted, String text, long value) {
        @Override
        public String toString() {
            return "messages: " + counted + ", formula " + text
                    + (value < 0 ? " holds without crashes only" : " = " + value);
        }
    }
}
