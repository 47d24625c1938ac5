/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One agreement between processes, in synchronous rounds. Each process starts undecided with a value of its own, and ends decided:
 *
 * <ul>
 *   <li>agreement: no two right processes decide differently;
 *   <li>integrity: a process decides at most once, and what the algorithm says about the values that may come out holds;
 *   <li>termination: every right process decides, at a time that is known from the start.
 * </ul>
 *
 * <p>All three rest on the bounds in {@link Rounds} and on the number of faulty processes that the algorithm was told to bear.
 *
 * <p>A group name serves one agreement. The next one takes another name, for example with a number, so that messages of the two never mix.
 *
 * <p>Safe for use by any number of threads. Futures complete on the implementation's own lane: what depends on them must not block.
 *
 * @param <V> what is decided
 */
public interface Agreement<V> extends AutoCloseable {
    /**
     * Says what this process's own value is and, if the rounds begin with a proposal, has them begin.
     *
     * @return as {@link #decision()}; fails with {@link AgreementException} when the value is not taken: the rounds have begun without
     *     it, or there is one already, or this process is to have none. The process takes part nevertheless
     */
    CompletableFuture<Decision<V>> propose(Bytes value);

    /**
     * Has the rounds begin, unless they have or a moment is set for them, without a value of this process's own. For who waits for a value
     * that somebody else does not propose.
     *
     * @return as {@link #decision()}
     */
    CompletableFuture<Decision<V>> begin();

    /** The decision; fails with {@link AgreementException} when there is none here. */
    CompletableFuture<Decision<V>> decision();

    /** Whether this process has decided. */
    boolean isDecided();

    /** How many messages came after their round, from whom: each is a fault of its sender or of the bounds. Those after the decision count too. */
    Map<PeerId, Long> lateMessages();

    /** Takes no further part; the others see a process that crashed. Idempotent. */
    @Override
    void close();
}
