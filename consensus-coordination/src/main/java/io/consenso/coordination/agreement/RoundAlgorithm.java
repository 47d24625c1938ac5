/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Send;
import java.util.List;
import java.util.Optional;

/**
 * An algorithm in synchronous rounds, as one process runs it: what it sends when a round begins depends on what the rounds before brought. It
 * knows nothing of time. Messages come from members of the group that are who they say; nothing else about them is checked before.
 *
 * @param <V> what is decided
 */
interface RoundAlgorithm<V> {
    /** How many rounds there are. */
    int rounds();

    /**
     * The process's own value; called before the first round, and not again once one was taken. Throws {@link AgreementException} when this process
     * is to have none.
     */
    void propose(Bytes value);

    /** A round begins, counted from 1: what is sent in it. */
    List<Send<AgreementMessage>> begin(int round);

    /** How many messages a right process sends another one in that round at most; what is more is not handed on. */
    int inboxMax(int round);

    /** The round has ended; this came in it, in the order in which it came. */
    void end(int round, List<Received> inbox);

    /** What is decided; called once, after the last round. */
    Outcome<V> outcome();

    /** A message and who sent it. */
    record Received(PeerId from, AgreementMessage message) {}

    /**
     * What comes out.
     *
     * @param value empty: there was nothing to decide on
     */
    record Outcome<V>(Optional<V> value, List<FaultyCommander> faulty) {}
}
