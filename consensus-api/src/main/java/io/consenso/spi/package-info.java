/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** What an adapter author implements: where entries are kept, how frames travel, where time and randomness come from. */
@NullMarked
package io.consenso.spi;

import org.jspecify.annotations.NullMarked;
