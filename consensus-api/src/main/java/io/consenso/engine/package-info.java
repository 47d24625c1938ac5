/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a protocol author implements: a pure, deterministic, single-threaded object with values in and one value out. */
@NullMarked
package io.consenso.engine;

import org.jspecify.annotations.NullMarked;
