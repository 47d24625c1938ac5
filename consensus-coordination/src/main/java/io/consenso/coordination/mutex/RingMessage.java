/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/** What the members of a token ring say to each other. Lives are numbers that tell one run of a process from the next. */
sealed interface RingMessage {
    /** What is sent on along the ring, and confirmed by a {@link Receipt} with that serial number. */
    sealed interface Passed extends RingMessage {
        /** Which one of its sender. */
        long serial();
    }

    /**
     * The right to use the resources.
     *
     * @param receiver the life for which it is meant: a process that has restarted since must not take it
     * @param epoch which of all tokens that were ever made; no two are alike
     * @param hop how often it was passed on
     * @param sequence how many grants it has given
     */
    record Token(long serial, long receiver, long epoch, long hop, long sequence) implements Passed {}

    /** A token of that epoch is to be made: whoever hears of it takes no older one any more. */
    record Election(long serial, long epoch) implements Passed {}

    /** What had that serial number has arrived. */
    record Receipt(long serial) implements RingMessage {}

    /** The sender is a member of the ring. */
    record Join(long life) implements RingMessage {}

    /** To that newcomer: the sender is, too, and knows of that epoch. */
    record Welcome(long newcomer, long life, long epoch) implements RingMessage {}

    /** The sender is no member any more. */
    record Leave(long life) implements RingMessage {}
}
