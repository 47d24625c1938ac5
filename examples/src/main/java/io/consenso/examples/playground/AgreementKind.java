/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.agreement.Agreement;
import io.consenso.coordination.agreement.Rounds;
import java.util.List;
import java.util.Map;

/**
 * An algorithm for agreement, as its play needs it.
 *
 * @param <V> what is decided
 */
interface AgreementKind<V> {
    /** What stands above the picture. */
    String title();

    /** A process takes its seat. */
    Agreement<V> join(Seat seat, Rounds rounds);

    /** Who proposes what. */
    Map<PeerId, Bytes> proposals();

    /** Who lies, and so need not decide what the others do. */
    List<PeerId> traitors();

    /** A decision, for people. */
    String text(V value);

    /** What a right process must decide, or nothing in particular: empty. */
    String expected(boolean hasCrashes);

    /** What it should have cost. */
    List<Formula> formulas(Journal journal, boolean hasCrashes);
}
