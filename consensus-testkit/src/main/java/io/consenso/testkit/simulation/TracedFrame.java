/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

/**
 * What a recording trace knows of a frame on its way.
 *
 * @param id which of all frames
 * @param sentNanos when it left
 * @param label what it is
 */
record TracedFrame(long id, long sentNanos, String label) {}
