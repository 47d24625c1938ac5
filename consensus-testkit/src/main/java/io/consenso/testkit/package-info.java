/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** A contract suite for each seam: extend it, say how to make your implementation, and its cases are your tests. */
@NullMarked
package io.consenso.testkit;

import org.jspecify.annotations.NullMarked;
