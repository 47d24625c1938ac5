/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import java.util.List;

/**
 * What the leader has made of the blocks that waited.
 *
 * @param timeMillis the entry's stamp
 * @param seed the entry's
 * @param base the last entry that had changed the state on which it was computed; 0 where nothing was computed on the state
 * @param blocks for the next entry; empty if there is nothing to order
 * @param left for the entry after it, in their order
 */
record Formed(long timeMillis, long seed, long base, List<CommandBlock> blocks, List<CommandBlock> left) {}
