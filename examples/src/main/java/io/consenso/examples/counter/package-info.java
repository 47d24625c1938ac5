/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** The counter of the README: a whole replicated program in under forty lines. */
@NullMarked
package io.consenso.examples.counter;

import org.jspecify.annotations.NullMarked;
