/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

/**
 * What a {@link SynchronousConsensus} is to bear and how it decides. The same for all processes of a group.
 *
 * @param crashesMax f: how many processes may crash
 * @param aggregation how a decision is made of the values proposed
 * @param rounds the bounds that the rounds rest on
 */
public record SynchronousOptions(int crashesMax, Aggregation aggregation, Rounds rounds) {
    /** Refuses a negative number with {@link IllegalArgumentException}. */
    public SynchronousOptions {
        if (crashesMax < 0) {
            throw new IllegalArgumentException("f is not negative: " + crashesMax);
        }
    }

    /** The smallest value proposed, with the default bounds. */
    public static SynchronousOptions of(int crashesMax) {
        return new SynchronousOptions(crashesMax, Aggregation.minimum(), Rounds.defaults());
    }

    /** Decided in another way. */
    public SynchronousOptions withAggregation(Aggregation other) {
        return new SynchronousOptions(crashesMax, other, rounds);
    }

    /** With other bounds. */
    public SynchronousOptions withRounds(Rounds other) {
        return new SynchronousOptions(crashesMax, aggregation, other);
    }
}
