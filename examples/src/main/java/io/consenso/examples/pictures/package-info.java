/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Draws the pictures of the documents: short runs of the engines in the simulator, each led to the point that it is to show. */
@NullMarked
package io.consenso.examples.pictures;

import org.jspecify.annotations.NullMarked;
