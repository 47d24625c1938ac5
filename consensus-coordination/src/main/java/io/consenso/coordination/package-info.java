/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the classic algorithms stand on: a pure {@link io.consenso.coordination.Process}, and the
 * {@link io.consenso.coordination.ProcessRunner} that runs one over any transport and host, the simulator's among them.
 */
@NullMarked
package io.consenso.coordination;

import org.jspecify.annotations.NullMarked;
