/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import io.consenso.examples.Table;

/** One question, measured for each engine. */
interface Comparison {
    String title();

    /** Measures, anew at each call, with the same outcome for the same effort. */
    Table table(Effort effort);
}
