/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A replicated key-value store that speaks the Redis protocol. {@link io.consenso.examples.kv.KvStore} is the state machine; the rest is
 * a server in front of it and a command line.
 */
@NullMarked
package io.consenso.examples.kv;

import org.jspecify.annotations.NullMarked;
