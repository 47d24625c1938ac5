/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

/**
 * Names a leadership: a round, the member that owns it, and which of that member's storages, as one number, which is the epoch of everything
 * proposed under it. Compared as a number: by round first. Only its owner issues a ballot, and never twice: the round rises with every one that
 * it issues, durably before anybody hears of it, and a member that lost its storage, thus the round, draws another life.
 *
 * <p>39 bits of round, 10 of member, 14 of life. Members are numbered from 1.
 */
final class Ballot {
    /** Below every ballot. */
    static final long ZERO = 0;

    static final int MEMBERS_MAX = (1 << 10) - 1;
    private static final int LIFE_BITS = 14;
    private static final int MEMBER_BITS = 10;
    private static final long ROUND_MAX = (1L << (63 - LIFE_BITS - MEMBER_BITS)) - 1;

    /** One more than the largest number of a life. */
    static final int LIVES = 1 << LIFE_BITS;

    private Ballot() {}

    static long of(long round, int member, int life) {
        if (round < 1 || round > ROUND_MAX || member < 1 || member > MEMBERS_MAX || life < 0 || life >= LIVES) {
            throw new IllegalArgumentException("no ballot: round " + round + " of member " + member + ", " + life);
        }
        return (round << (MEMBER_BITS + LIFE_BITS)) | ((long) member << LIFE_BITS) | life;
    }

    static long round(long ballot) {
        return ballot >>> (MEMBER_BITS + LIFE_BITS);
    }

    /** The number of the member that may issue it; 0 for {@link #ZERO}. */
    static int member(long ballot) {
        return (int) (ballot >>> LIFE_BITS) & MEMBERS_MAX;
    }

    static String toString(long ballot) {
        return round(ballot) + "." + member(ballot);
    }
}
