/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Agreement in synchronous rounds: every process starts undecided with a value of its own and ends decided, all alike.
 * {@link io.consenso.coordination.agreement.Agreement} is what all of the algorithms offer,
 * {@link io.consenso.coordination.agreement.Rounds} what they rest on: known bounds on delays, processing and clocks.
 */
@NullMarked
package io.consenso.coordination.agreement;

import org.jspecify.annotations.NullMarked;
