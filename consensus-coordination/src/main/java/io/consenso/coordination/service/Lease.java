/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.spi.Host;

/**
 * Until when this process may rely on what it holds, by its own monotonic clock: counted from before the last command that is known to be in
 * the log was proposed. Others count from after they have seen that command, and a quarter longer; so as long as no clock runs a quarter faster
 * than another, this one stops first. Written on the door's lane, read on any thread.
 */
final class Lease {
    private final Host host;
    private final long lastingNanos;
    private volatile Term term = new Term(-1, 0);

    /** The session that the log knows this process by, and when it ends unless renewed. */
    private record Term(long session, long endNanos) {}

    Lease(Host host, long lastingNanos) {
        this.host = host;
        this.lastingNanos = lastingNanos;
    }

    /** A command of that session, proposed then, is in the log. Returns whether the session is another than before. */
    boolean renewed(long session, long proposedNanos) {
        Term known = term;
        long end = proposedNanos + lastingNanos;
        if (session > known.session) {
            term = new Term(session, end);
            return true;
        }
        if (session == known.session && end - known.endNanos > 0) {
            term = new Term(session, end);
        }
        return false;
    }

    boolean covers(long session) {
        return leftNanos(session) > 0;
    }

    /** How much longer what that session holds may be relied on. */
    long leftNanos(long session) {
        Term known = term;
        return known.session == session ? known.endNanos - host.nanoTime() : 0;
    }

    long session() {
        return term.session;
    }
}
