/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Multi-Paxos: a replicated log of slots, each decided by Paxos, under one stable leader. {@link io.consenso.paxos.Paxos} is the door. */
@NullMarked
package io.consenso.paxos;

import org.jspecify.annotations.NullMarked;
