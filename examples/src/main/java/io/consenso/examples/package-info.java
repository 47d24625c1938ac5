/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the examples share. */
@NullMarked
package io.consenso.examples;

import org.jspecify.annotations.NullMarked;
