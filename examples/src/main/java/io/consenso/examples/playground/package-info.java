/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** The coordination algorithms from the command line: step by step, simulated and drawn, or on real sockets. */
@NullMarked
package io.consenso.examples.playground;

import org.jspecify.annotations.NullMarked;
