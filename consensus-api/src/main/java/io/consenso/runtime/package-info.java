/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** The one runtime that drives any engine; its door is {@link io.consenso.runtime.Replica}. */
@NullMarked
package io.consenso.runtime;

import org.jspecify.annotations.NullMarked;
