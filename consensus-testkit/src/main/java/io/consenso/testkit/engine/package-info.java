/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Engines under a microscope: observers that see every engine of a group at once, the invariants of consensus as such an observer, and a
 * deterministic harness in which single messages, writes and time-outs happen when told. Knows no protocol.
 */
@NullMarked
package io.consenso.testkit.engine;

import org.jspecify.annotations.NullMarked;
