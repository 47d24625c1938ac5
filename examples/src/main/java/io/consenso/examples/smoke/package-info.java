/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of real processes on real sockets and disks: nodes of the key-value store are killed and must lose nothing. */
@NullMarked
package io.consenso.examples.smoke;

import org.jspecify.annotations.NullMarked;
