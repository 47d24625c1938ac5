/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** State machines that remember enough to be compared. */
@NullMarked
package io.consenso.testkit.machine;

import org.jspecify.annotations.NullMarked;
