/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.detector;

import io.consenso.PeerId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns how regularly each peer is heard and suspects one whose silence is unlikely (Hayashibara, Défago, Yared and Katayama, "The phi accrual
 * failure detector", 2004). The suspicion is a number: {@code phi = -log10 P(an interval longer than the present silence)}, where intervals are
 * taken to be distributed normally with the mean and the deviation of those in the window. It grows with the silence, without bound; from the
 * threshold on the peer counts as suspected.
 *
 * <p>A heart-beat that ends a suspicion shows either that the peer has become slower, or that it was dead and is back. So the interval that it
 * ends counts as long as it took to suspect the peer, no longer: after each mistake the detector waits longer, and a long absence does not make it
 * blind.
 */
public final class PhiAccrualDetector implements FailureDetector {
    private final PhiAccrualOptions options;
    private final double deviationsMax;
    private final Map<PeerId, Arrivals> arrivals = new HashMap<>();

    /** Judges by these options. */
    public PhiAccrualDetector(PhiAccrualOptions options) {
        this.options = options;
        deviationsMax = NormalTail.deviations(options.threshold());
    }

    @Override
    public void heard(PeerId peer, long nowNanos) {
        @Nullable Arrivals known = arrivals.get(peer);
        if (known == null) {
            arrivals.put(peer, new Arrivals(options, nowNanos));
        } else {
            known.heard(nowNanos, known.silenceNanos(deviationsMax));
        }
    }

    @Override
    public long suspectedAtNanos(PeerId peer) {
        @Nullable Arrivals known = arrivals.get(peer);
        return known == null ? Long.MAX_VALUE : known.lastNanos() + known.silenceNanos(deviationsMax);
    }

    /** How suspicious the peer is now: from 0 up; 0 when it is not watched. */
    public double phi(PeerId peer, long nowNanos) {
        @Nullable Arrivals known = arrivals.get(peer);
        return known == null ? 0 : NormalTail.phi(known.deviations(nowNanos));
    }
}
