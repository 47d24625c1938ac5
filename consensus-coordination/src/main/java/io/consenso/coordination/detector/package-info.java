/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Failure detectors: who is silent for so long that it is taken for dead. Pure objects, time is handed in.
 */
@NullMarked
package io.consenso.coordination.detector;

import org.jspecify.annotations.NullMarked;
