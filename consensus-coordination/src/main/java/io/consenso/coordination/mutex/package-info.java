/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Mutual exclusion: {@link io.consenso.coordination.mutex.Mutex} is what all of its algorithms offer.
 */
@NullMarked
package io.consenso.coordination.mutex;

import org.jspecify.annotations.NullMarked;
