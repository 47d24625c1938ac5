/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * End-to-end runs: {@link io.consenso.benchmarks.ClusterRun} starts three processes of {@link io.consenso.benchmarks.BenchNode} on loopback
 * and drives the leader with {@link io.consenso.benchmarks.LoadClient} in a closed loop.
 */
@NullMarked
package io.consenso.benchmarks;

import org.jspecify.annotations.NullMarked;
