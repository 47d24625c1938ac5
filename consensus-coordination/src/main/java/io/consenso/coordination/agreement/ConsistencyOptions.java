/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;

/**
 * What {@link InteractiveConsistency} is to bear. The same for all processes of a group.
 *
 * @param traitorsMax m: how many processes may be faulty in any way
 * @param defaultValue stands for the value of a process that told none, or none that the others can agree on
 * @param rounds the bounds that the rounds rest on
 */
public record ConsistencyOptions(int traitorsMax, Bytes defaultValue, Rounds rounds) {
    /** Refuses a negative number with {@link IllegalArgumentException}. */
    public ConsistencyOptions {
        if (traitorsMax < 0) {
            throw new IllegalArgumentException("m is not negative: " + traitorsMax);
        }
    }

    /** With the default bounds, and no bytes for a value that is missing. */
    public static ConsistencyOptions of(int traitorsMax) {
        return new ConsistencyOptions(traitorsMax, Bytes.EMPTY, Rounds.defaults());
    }

    /** With another value for those that are missing. */
    public ConsistencyOptions withDefaultValue(Bytes other) {
        return new ConsistencyOptions(traitorsMax, other, rounds);
    }

    /** With other bounds. */
    public ConsistencyOptions withRounds(Rounds other) {
        return new ConsistencyOptions(traitorsMax, defaultValue, other);
    }
}
