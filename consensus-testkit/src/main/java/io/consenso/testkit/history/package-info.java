/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** What clients saw, as a history of operations, and the check that one copy of the state could have answered so. */
@NullMarked
package io.consenso.testkit.history;

import org.jspecify.annotations.NullMarked;
