/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.PeerId;

/** What processes on the ring tell each other, all of it about one round: an election that has been begun, by whomever. */
sealed interface RingMessage {
    /** In which round the sender is. */
    long round();

    /** This one wants to lead, and nobody larger whom it has passed. */
    record Election(long round, PeerId candidate) implements RingMessage {}

    /** This one leads. */
    record Elected(long round, PeerId leader) implements RingMessage {}

    /** The sender lives; goes to everyone. */
    record Heartbeat(long round, Standing standing) implements RingMessage {}

    /** What the sender of a heart-beat is up to. */
    enum Standing {
        /** It follows, or would lead if it were elected. */
        TAKES_PART,
        /** It passes on what others say and does not want to lead: it has just begun, or resigned. */
        ABSTAINS,
        /** It leads. */
        LEADS
    }
}
