/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;

/** Says what a frame is, for readers of a recorded {@link Trace}. Asked only while a trace records, once for each frame that leaves. */
@FunctionalInterface
public interface FrameLabels {
    /**
     * A name without spaces, by which frames of one kind are found and hidden, and after a space, if there is more to say, a few words:
     * "Append term=3 entries=1". Depends on the arguments alone; throws nothing.
     */
    String label(String group, Bytes frame);
}
