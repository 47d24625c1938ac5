/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Availability, repair times and quorums as figures: what docs/coordination/dependability.md is printed from. */
@NullMarked
package io.consenso.examples.dependability;

import org.jspecify.annotations.NullMarked;
