/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** A bank and its tests, as the guide to testing a state machine shows them. */
@NullMarked
package io.consenso.examples.bank;

import org.jspecify.annotations.NullMarked;
