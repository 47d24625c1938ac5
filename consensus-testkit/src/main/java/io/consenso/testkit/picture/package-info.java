/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Pictures of what happened in a simulation.
 *
 * <p>Start at {@link io.consenso.testkit.picture.SpaceTimeDiagram}.
 */
@NullMarked
package io.consenso.testkit.picture;

import org.jspecify.annotations.NullMarked;
