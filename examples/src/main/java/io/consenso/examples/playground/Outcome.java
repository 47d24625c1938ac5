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
 * @param isRight whether it kept the algorithm's promise
 * @param lines in words
 * @param formulas what it costs by the book
 */
record Outcome(boolean isRight, List<String> lines, List<Formula> formulas) {
    Outcome {
        lines = List.copyOf(lines);
        formulas = List.copyOf(formulas);
    }
}
