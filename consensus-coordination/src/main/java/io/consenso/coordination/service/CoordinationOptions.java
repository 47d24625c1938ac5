/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.PeerId;
import java.time.Duration;

/**
 * How a process takes part.
 *
 * @param owner how others see who holds something: this process
 * @param lease for how long the process must be silent before others may have what it holds, by their clocks; it stops relying on what it holds
 *     when it has not been heard for that long, by its own. The shorter, the sooner others go on after a crash, and the shorter an outage that
 *     costs nothing
 */
public record CoordinationOptions(PeerId owner, Duration lease) {
    /** 10 seconds. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    /** Refuses a lease under 10 milliseconds or over a day with {@link IllegalArgumentException}. */
    public CoordinationOptions {
        if (lease.compareTo(Duration.ofMillis(10)) < 0 || lease.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a lease lasts 10 milliseconds to a day, not " + lease);
        }
    }

    /** With a lease of {@link #LEASE}. */
    public static CoordinationOptions of(PeerId owner) {
        return new CoordinationOptions(owner, LEASE);
    }

    /** With another lease. */
    public CoordinationOptions withLease(Duration lasting) {
        return new CoordinationOptions(owner, lasting);
    }
}
