/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One direction of the connection between two nodes. */
final class Link {
    final SimulatedNode from;
    final SimulatedNode to;
    final RandomGenerator random;

    @Nullable
    LinkOptions override;

    // What faults make of it for a while.
    @Nullable
    UnaryOperator<LinkOptions> fault;

    boolean cut;
    long clogUntil;
    int underway;
    private long lastArrival;

    Link(SimulatedNode from, SimulatedNode to, RandomGenerator random) {
        this.from = from;
        this.to = to;
        this.random = random;
    }

    /** When a frame arrives that leaves now. */
    long arrival(long now, LinkOptions options) {
        long at = Math.max(now + delay(options), clogUntil);
        if (options.inOrder()) {
            at = Math.max(at, lastArrival);
            lastArrival = at;
        }
        return at;
    }

    long delay(LinkOptions options) {
        return options.delayMin().toNanos()
                + SimulatedTime.exponential(random, options.delayMean().toNanos());
    }

    boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }
}
