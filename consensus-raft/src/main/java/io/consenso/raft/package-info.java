/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** The Raft engine: {@link io.consenso.raft.Raft#engine()} is all that an application names. */
@NullMarked
package io.consenso.raft;

import org.jspecify.annotations.NullMarked;
