/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Machines, disks and a network on virtual time: one thread, one seed, the same run every time.
 *
 * <p>Start at {@link io.consenso.testkit.simulation.Simulation}.
 */
@NullMarked
package io.consenso.testkit.simulation;

import org.jspecify.annotations.NullMarked;
