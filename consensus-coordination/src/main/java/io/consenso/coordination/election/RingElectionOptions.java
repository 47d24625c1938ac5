/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.coordination.detector.FailureDetector;
import io.consenso.coordination.detector.HeartbeatDetector;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The times of a {@link RingElection}; the same for all members.
 *
 * @param heartbeatInterval how often each process sends every other a heart-beat
 * @param failureTimeout how long a process that has just begun listens for a leader before it calls an election; longer than an interval
 * @param electionTimeout how long an election may take, three times around the ring, before another is begun; not shorter than {@code
 *     failureTimeout}, so that the dead are skipped by then
 * @param detector makes the detector that decides who is dead; one for each process
 */
public record RingElectionOptions(
        Duration heartbeatInterval,
        Duration failureTimeout,
        Duration electionTimeout,
        Supplier<FailureDetector> detector) {
    /** Throws {@link IllegalArgumentException} unless {@code 0 < heartbeatInterval < failureTimeout <= electionTimeout}. */
    public RingElectionOptions {
        if (heartbeatInterval.toNanos() <= 0
                || failureTimeout.compareTo(heartbeatInterval) <= 0
                || electionTimeout.compareTo(failureTimeout) < 0) {
            throw new IllegalArgumentException("0 < heart-beat interval < failure time-out <= election time-out, not "
                    + heartbeatInterval + ", " + failureTimeout + ", " + electionTimeout);
        }
    }

    /** Heart-beats every 100 ms, dead after a second of silence, two seconds for an election. */
    public static RingElectionOptions defaults() {
        return of(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** These times, and a process is taken for dead when nothing was heard of it for {@code failureTimeout}. */
    public static RingElectionOptions of(
            Duration heartbeatInterval, Duration failureTimeout, Duration electionTimeout) {
        return new RingElectionOptions(
                heartbeatInterval, failureTimeout, electionTimeout, () -> new HeartbeatDetector(failureTimeout));
    }

    /** With another failure detector. */
    public RingElectionOptions withDetector(Supplier<FailureDetector> another) {
        return new RingElectionOptions(heartbeatInterval, failureTimeout, electionTimeout, another);
    }
}
