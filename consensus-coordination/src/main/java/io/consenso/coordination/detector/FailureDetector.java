/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.detector;

import io.consenso.PeerId;

/**
 * Suspects peers of which nothing is heard (Chandra and Toueg 1996). It is told when a peer was heard, by a heart-beat or anything else, and
 * answers at any moment whether the peer's silence has become suspicious.
 *
 * <p><b>Completeness</b> is certain: a peer that is watched and never heard again is suspected from some moment on, for ever. <b>Accuracy</b>
 * is not: a peer that lives is suspected when what it sends is lost or slow, and no longer once it is heard again. Where messages between live
 * processes always arrive within the bound that a detector waits for, it is perfect: it suspects the dead alone.
 *
 * <p>Watching begins with the first {@link #heard} of a peer: tell it of everyone at the start, so that those are suspected too that were
 * dead from the beginning. Times are those of one monotonic clock, in nanoseconds, and never go back. Not safe for use by several threads.
 */
public interface FailureDetector {
    /** The peer was heard now; it is watched from now on. */
    void heard(PeerId peer, long nowNanos);

    /** From when on the peer is suspected if nothing is heard of it until then; {@link Long#MAX_VALUE} when it is not watched. */
    long suspectedAtNanos(PeerId peer);

    /** Whether the peer is suspected now. */
    default boolean isSuspected(PeerId peer, long nowNanos) {
        return nowNanos >= suspectedAtNanos(peer);
    }
}
