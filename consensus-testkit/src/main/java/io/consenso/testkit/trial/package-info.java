/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Puts a state machine on trial: load and every fault at once, on virtual time, under many seeds, with checks that know what correct means.
 * Begin with {@link io.consenso.testkit.trial.Trial}.
 */
@NullMarked
package io.consenso.testkit.trial;

import org.jspecify.annotations.NullMarked;
