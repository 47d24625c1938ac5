/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Measures the engines side by side in the simulator, where the same seed gives the same figures on any machine. */
@NullMarked
package io.consenso.examples.compare;

import org.jspecify.annotations.NullMarked;
