/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.coordination.detector.FailureDetector;
import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link RicartAgrawalaMutex} works.
 *
 * @param holdMax a grant ends by itself after that long
 * @param heartbeatEvery how often who defers a request says so again, a silent peer is asked again and, with a detector, everybody tells
 *     everybody that it lives
 * @param detector whose suspects are not asked for permission; without one a dead peer stops all. Each member needs a detector of its own.
 *     For two of these heart-beats and a message it must not suspect anyone
 */
public record RicartAgrawalaOptions(Duration holdMax, Duration heartbeatEvery, Optional<FailureDetector> detector) {
    /** Throws {@link IllegalArgumentException} when a duration is not positive. */
    public RicartAgrawalaOptions {
        Durations.requirePositive("holdMax", holdMax);
        Durations.requirePositive("heartbeatEvery", heartbeatEvery);
    }

    /** Grants of at most 30 seconds, a heart-beat each half, no detector. */
    public static RicartAgrawalaOptions defaults() {
        return new RicartAgrawalaOptions(Duration.ofSeconds(30), Duration.ofMillis(500), Optional.empty());
    }

    /** With another bound on how long a grant lasts. */
    public RicartAgrawalaOptions withHoldMax(Duration holdMax) {
        return new RicartAgrawalaOptions(holdMax, heartbeatEvery, detector);
    }

    /** With another interval between heart-beats. */
    public RicartAgrawalaOptions withHeartbeatEvery(Duration heartbeatEvery) {
        return new RicartAgrawalaOptions(holdMax, heartbeatEvery, detector);
    }

    /** Leaves out whom that detector suspects. */
    public RicartAgrawalaOptions withDetector(FailureDetector detector) {
        return new RicartAgrawalaOptions(holdMax, heartbeatEvery, Optional.of(detector));
    }

    long silenceNanos() {
        return 3 * heartbeatEvery.toNanos();
    }
}
