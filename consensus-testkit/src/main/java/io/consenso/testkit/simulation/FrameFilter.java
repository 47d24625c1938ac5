/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.PeerId;

/** Decides about each frame as it leaves, before chance does: for tests that lose exactly one message. */
@FunctionalInterface
public interface FrameFilter {
    /** Called when a frame leaves, in the order of virtual time. */
    Verdict decide(PeerId from, PeerId to, String group, Bytes frame);

    /** What becomes of a frame. */
    enum Verdict {
        /** Goes on its way, with everything that may happen there. */
        DELIVER,
        /** Is never seen again. */
        DROP
    }
}
