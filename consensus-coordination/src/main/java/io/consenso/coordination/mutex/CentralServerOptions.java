/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import java.time.Duration;

/**
 * How a {@link CentralServerMutex} works; the same for all members.
 *
 * @param server which member grants
 * @param holdMax a grant ends by itself after that long
 * @param messageDelayMax the assumption: a message takes no longer, and a process is never later with a timer
 * @param heartbeatEvery how often a waiting process hears from the server; after three of these and {@code messageDelayMax} without a word
 *     it asks again
 */
public record CentralServerOptions(PeerId server, Duration holdMax, Duration messageDelayMax, Duration heartbeatEvery) {
    /** Throws {@link IllegalArgumentException} when a duration is not positive. */
    public CentralServerOptions {
        Durations.requirePositive("holdMax", holdMax);
        Durations.requirePositive("messageDelayMax", messageDelayMax);
        Durations.requirePositive("heartbeatEvery", heartbeatEvery);
    }

    /** Grants of at most 30 seconds, messages of at most one, a heart-beat each half. */
    public static CentralServerOptions of(PeerId server) {
        return new CentralServerOptions(server, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMillis(500));
    }

    /** With another bound on how long a grant lasts. */
    public CentralServerOptions withHoldMax(Duration holdMax) {
        return new CentralServerOptions(server, holdMax, messageDelayMax, heartbeatEvery);
    }

    /** With another bound on how long a message takes. */
    public CentralServerOptions withMessageDelayMax(Duration messageDelayMax) {
        return new CentralServerOptions(server, holdMax, messageDelayMax, heartbeatEvery);
    }

    /** With another interval between heart-beats. */
    public CentralServerOptions withHeartbeatEvery(Duration heartbeatEvery) {
        return new CentralServerOptions(server, holdMax, messageDelayMax, heartbeatEvery);
    }

    /** After how much silence the server seems dead. */
    long silenceNanos() {
        return 3 * heartbeatEvery.toNanos() + messageDelayMax.toNanos();
    }

    /**
     * How long the server takes a grant for held: as long as the holder does, the grant's way to it, and as much again for a holder that is
     * late in noticing. A server that starts grants nothing for as long, unless all have reported.
     */
    long serverHoldNanos() {
        return holdMax.toNanos() + 2 * messageDelayMax.toNanos();
    }
}
