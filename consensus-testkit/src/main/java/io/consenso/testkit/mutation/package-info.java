/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Planted bugs: small changes to sources, compiled and run apart from the code that ships, to prove that a test would notice. */
@NullMarked
package io.consenso.testkit.mutation;

import org.jspecify.annotations.NullMarked;
