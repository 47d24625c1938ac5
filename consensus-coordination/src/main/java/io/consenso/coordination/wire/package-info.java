/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** How messages become Protocol Buffers and back. Not exported. */
@NullMarked
package io.consenso.coordination.wire;

import org.jspecify.annotations.NullMarked;
