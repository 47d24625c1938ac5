/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A command at its place in the log, as every replica sees it.
 *
 * @param index the log entry that carries the command, counted from 1; 0 where its place is not known yet, as when a primary executes it
 * @param ordinal the command's place within that entry, counted from 0
 * @param timeMillis milliseconds since the epoch, stamped by the leader and never going back from one command to the next; use it
 *     instead of a clock
 * @param seed stamped by the leader, the same on every replica; see {@link #random()}
 * @param session the session of the replica that proposed it: one number from that replica's start until it was unheard of for longer than
 *     its session lives, and never given again; see {@link ReplicatedState#sessionExpired}. Every command has one; 0 where there is no group
 * @param payload what the proposer passed in
 */
public record Command(long index, int ordinal, long timeMillis, long seed, long session, Bytes payload) {
    /** A command of no session, to try a state machine out. */
    public Command(long index, int ordinal, long timeMillis, long seed, Bytes payload) {
        this(index, ordinal, timeMillis, seed, 0, payload);
    }

    /** A generator that yields the same numbers on every replica; use it instead of any other source of randomness. */
    public RandomGenerator random() {
        return new SplittableRandom(seed ^ (ordinal * 0x9E3779B97F4A7C15L));
    }
}
