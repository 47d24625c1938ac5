/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

/**
 * How much a machine takes in. Part of what makes commands deterministic: the same on all replicas.
 *
 * @param nameBytes the longest name or key, in UTF-8
 * @param names how many locks, semaphores, latches and barriers in use, counters and maps there may be, together
 * @param waiters how many may wait for, and hold, one of them
 * @param entries how many entries one map has
 * @param valueBytes the largest value of a map
 */
record Limits(int nameBytes, int names, int waiters, int entries, int valueBytes) {
    static final Limits DEFAULTS = new Limits(256, 100_000, 10_000, 100_000, 1 << 16);
}
