/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/** Tokens that consist of an epoch and a sequence within it, ordered by the epoch first. */
final class FencingToken {
    private static final int SEQUENCE_BITS = 32;

    private FencingToken() {}

    static long of(long epoch, long sequence) {
        if (epoch < 0
                || epoch >> (Long.SIZE - 1 - SEQUENCE_BITS) != 0
                || sequence < 0
                || sequence >> SEQUENCE_BITS != 0) {
            throw new IllegalArgumentException("no token for epoch " + epoch + ", sequence " + sequence);
        }
        return epoch << SEQUENCE_BITS | sequence;
    }

    static long epoch(long token) {
        return token >> SEQUENCE_BITS;
    }

    /** The next token, of the next epoch once this one is used up. */
    static long next(long token) {
        return Math.addExact(token, 1);
    }

    /** The least token of the next epoch. */
    static long nextEpoch(long token) {
        return of(epoch(token) + 1, 0);
    }

    /** Both parts, for readers. */
    static String text(long token) {
        return epoch(token) + "." + (token & ((1L << SEQUENCE_BITS) - 1));
    }
}
