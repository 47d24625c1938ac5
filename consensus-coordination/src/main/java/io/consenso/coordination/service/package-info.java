/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Locks, semaphores, leader latches, barriers, counters and maps on a {@link io.consenso.runtime.Replica}: one
 * {@link io.consenso.coordination.service.CoordinationMachine} holds them all, and {@link io.consenso.coordination.service.Coordination} is the
 * door to it in each process.
 */
@NullMarked
package io.consenso.coordination.service;

import org.jspecify.annotations.NullMarked;
