/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.detector;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Suspects a peer that was silent for a fixed time. It is perfect where a heart-beat leaves every {@code P} and arrives within {@code D}, and the
 * time-out is longer than {@code P + D}; a dead peer is suspected one time-out after it was last heard.
 */
public final class HeartbeatDetector implements FailureDetector {
    private final long timeoutNanos;
    private final Map<PeerId, Long> heardAt = new HashMap<>();

    /** Suspects after that much silence; throws {@link IllegalArgumentException} unless it is positive. */
    public HeartbeatDetector(Duration timeout) {
        timeoutNanos = timeout.toNanos();
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("a time-out is positive, not " + timeout);
        }
    }

    @Override
    public void heard(PeerId peer, long nowNanos) {
        heardAt.put(peer, nowNanos);
    }

    @Override
    public long suspectedAtNanos(PeerId peer) {
        Long last = heardAt.get(peer);
        return last == null ? Long.MAX_VALUE : last + timeoutNanos;
    }
}
