/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What an application writes and reads: its {@link io.consenso.StateMachine} or another {@link
 * io.consenso.ReplicatedState}, and the handful of values that appear in it.
 *
 * <p>Packages form a straight line, {@code io.consenso <- spi <- engine <- runtime <- client}: each imports only what stands to its left.
 */
@NullMarked
package io.consenso;

import org.jspecify.annotations.NullMarked;
