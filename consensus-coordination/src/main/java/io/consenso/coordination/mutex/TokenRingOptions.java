/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import java.time.Duration;

/**
 * How a {@link TokenRingMutex} works; the same for all members.
 *
 * @param holdMax a grant ends by itself after that long
 * @param messageDelayMax the assumption: a message takes no longer, and a process is never later with a timer
 * @param restEvery how long each member keeps a token that nobody uses: what a ring that is idle costs, and what a request may wait for at each
 *     member
 */
public record TokenRingOptions(Duration holdMax, Duration messageDelayMax, Duration restEvery) {
    private static final int ROUND_TRIP = 3;

    /** Throws {@link IllegalArgumentException} when a duration is not positive. */
    public TokenRingOptions {
        Durations.requirePositive("holdMax", holdMax);
        Durations.requirePositive("messageDelayMax", messageDelayMax);
        Durations.requirePositive("restEvery", restEvery);
    }

    /** Grants of at most 10 seconds, messages of at most one, 10 milliseconds of rest. */
    public static TokenRingOptions defaults() {
        return new TokenRingOptions(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMillis(10));
    }

    /** With another bound on how long a grant lasts. */
    public TokenRingOptions withHoldMax(Duration holdMax) {
        return new TokenRingOptions(holdMax, messageDelayMax, restEvery);
    }

    /** With another bound on how long a message takes. */
    public TokenRingOptions withMessageDelayMax(Duration messageDelayMax) {
        return new TokenRingOptions(holdMax, messageDelayMax, restEvery);
    }

    /** With another rest. */
    public TokenRingOptions withRestEvery(Duration restEvery) {
        return new TokenRingOptions(holdMax, messageDelayMax, restEvery);
    }

    /** Who has not confirmed a message after that long is dead: there and back, and a timer that is late. */
    long receiptTimeoutNanos() {
        return ROUND_TRIP * messageDelayMax.toNanos();
    }

    /** Who has not seen the token for that long, with so many members, takes it for lost: all hold it for as long as they may. */
    long roundTimeoutNanos(int members) {
        return members * (holdMax.toNanos() + restEvery.toNanos() + messageDelayMax.toNanos() + receiptTimeoutNanos());
    }

    /** How often a silent member is asked whether it is back. */
    long probeEveryNanos() {
        return 4 * receiptTimeoutNanos();
    }
}
