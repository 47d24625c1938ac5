/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.runtime.Replica;

/** A replica, and the state that it keeps. */
record StyledReplica(Replica replica, RequestList list) {}
