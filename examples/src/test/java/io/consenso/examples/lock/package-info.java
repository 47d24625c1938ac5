/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package io.consenso.examples.lock;

import org.jspecify.annotations.NullMarked;
