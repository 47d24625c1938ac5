/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination;

import io.consenso.PeerId;
import java.util.List;

/**
 * One process of a message-passing algorithm: a pure, deterministic object that is told what happens and answers what to send. It has no
 * clock, thread, randomness or I/O of its own. Called on one thread at a time; a method that throws has broken an invariant of the algorithm
 * and ends the process.
 *
 * <p>What the application asks of a process are methods of its own (acquire, propose, resign), which answer what to send as these do.
 *
 * @param <M> the algorithm's messages
 */
@SuppressWarnings("JavaLangClash") // the word of the field; whoever needs the other one does not need this
public interface Process<M> {
    /** Begins; called once, before anything else. */
    List<Send<M>> start(long nowNanos);

    /** A message arrived. The sender is who it says; messages may come late, twice, out of order or never. */
    List<Send<M>> receive(long nowNanos, PeerId from, M message);

    /** Time has passed; called at {@link #wakeAtNanos} or soon after, and at any other moment. */
    List<Send<M>> tick(long nowNanos);

    /** When {@link #tick} is to be called next, on the clock that the calls tell; {@link Long#MAX_VALUE} for never. Asked after every call. */
    long wakeAtNanos();
}
