/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.PeerId;

/**
 * Who leads.
 *
 * @param leader the elected process
 * @param epoch grows from one leadership to the next; usable as a fencing token where the implementation says so
 */
public record Leadership(PeerId leader, long epoch) {}
