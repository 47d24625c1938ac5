/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import java.time.Duration;

/**
 * The bounds that a {@link BullyElection} relies on; the same for all members. Give them room: a message or a process that is slower breaks
 * the election's promise.
 *
 * @param transmissionMax Tmax: no message is longer under way
 * @param processingMax Tprocess: no process takes longer to answer a message, or to notice that time has passed
 * @param heartbeatInterval how often a leader sends every other a heart-beat
 */
public record BullyElectionOptions(Duration transmissionMax, Duration processingMax, Duration heartbeatInterval) {
    /** Throws {@link IllegalArgumentException} unless all are positive. */
    public BullyElectionOptions {
        if (transmissionMax.toNanos() <= 0 || processingMax.toNanos() <= 0 || heartbeatInterval.toNanos() <= 0) {
            throw new IllegalArgumentException(
                    "times are positive: " + transmissionMax + ", " + processingMax + ", " + heartbeatInterval);
        }
    }

    /** Half a second for a message, as much to answer it, heart-beats every 200 ms. */
    public static BullyElectionOptions defaults() {
        return new BullyElectionOptions(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(200));
    }

    /** T = 2 Tmax + Tprocess: who has not answered by then is dead. */
    public Duration answerTimeout() {
        return transmissionMax.multipliedBy(2).plus(processingMax);
    }

    /** T': how long after an answer a leader has to announce itself. It waits for answers of its own first, T, and its announcement travels. */
    public Duration coordinatorTimeout() {
        return answerTimeout().multipliedBy(2);
    }

    /** After how much silence a leader is dead: an interval, and what may delay the heart-beat at its end. */
    public Duration failureTimeout() {
        return heartbeatInterval.plus(transmissionMax).plus(processingMax);
    }
}
