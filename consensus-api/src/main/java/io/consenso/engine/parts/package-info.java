/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What engines of any protocol are built from: what is due, reads that wait, flow control, and frames that carry entries. Pure and
 * single-threaded like the engines themselves; an engine may use some of it or none, and the runtime knows nothing of it.
 */
@NullMarked
package io.consenso.engine.parts;

import org.jspecify.annotations.NullMarked;
