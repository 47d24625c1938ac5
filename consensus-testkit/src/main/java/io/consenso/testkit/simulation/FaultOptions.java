/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.testkit.simulation.Faults.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What goes wrong, how often and for how long.
 *
 * @param kinds which faults are drawn from, all equally likely
 * @param every how long it takes from one fault to the next, on average
 * @param lasting how long a fault lasts, on average
 * @param downMax how many nodes are down at once, except in a {@link Kind#BLACKOUT}
 */
public record FaultOptions(Set<Kind> kinds, Duration every, Duration lasting, int downMax) {
    /** Copies the set. Refuses an empty set and durations that are not positive with {@link IllegalArgumentException}. */
    public FaultOptions {
        if (kinds.isEmpty() || every.toNanos() <= 0 || lasting.toNanos() <= 0 || downMax < 0) {
            throw new IllegalArgumentException("no kind of fault, or a duration that is not positive");
        }
        // In the order of the enum, so that the same seed draws the same fault on every JVM.
        kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    }

    /** Every kind, a fault every 500 ms that lasts a second, at most that many nodes down. */
    public static FaultOptions everything(int downMax) {
        return new FaultOptions(EnumSet.allOf(Kind.class), Duration.ofMillis(500), Duration.ofSeconds(1), downMax);
    }

    /** With these kinds only. */
    public FaultOptions withKinds(Set<Kind> only) {
        return new FaultOptions(only, every, lasting, downMax);
    }

    /** With another pace. */
    public FaultOptions withPace(Duration meanBetween, Duration meanLasting) {
        return new FaultOptions(kinds, meanBetween, meanLasting, downMax);
    }
}
