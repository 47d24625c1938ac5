/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Runs simulated trials from the command line: one seed, many, or until told to stop. */
@NullMarked
package io.consenso.examples.simulate;

import org.jspecify.annotations.NullMarked;
