/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.runtime.proto.OpenSession;
import java.time.Duration;

/**
 * The session under which this replica proposes: asked for when the first command waits, asked for anew when it has expired. Named by a
 * nonce until the log has given it an id. Loop lane and apply lane share it.
 */
final class OwnSession {
    private static final long ASK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final long nonceHigh;
    private final long ttlMillis;
    private long nonceLow = 1;
    private long id;
    private boolean asked;
    private long askedAtNanos;

    OwnSession(long nonceHigh, long ttlMillis) {
        this.nonceHigh = nonceHigh;
        this.ttlMillis = ttlMillis;
    }

    /** The id, or 0 while there is none. */
    synchronized long id() {
        return id;
    }

    /**
     * Whether a request to open the session is to be sent, for the first time or because the last one may be lost; from now on it counts as
     * sent. Commands that give up meanwhile are no answer to it.
     */
    synchronized boolean mustAsk(long nowNanos) {
        boolean must = id == 0 && (!asked || nowNanos - askedAtNanos >= ASK_AGAIN_NANOS);
        if (must) {
            asked = true;
            askedAtNanos = nowNanos;
        }
        return must;
    }

    synchronized OpenSession request() {
        return OpenSession.newBuilder()
                .setNonceHigh(nonceHigh)
                .setNonceLow(nonceLow)
                .setTtlMillis(ttlMillis)
                .build();
    }

    /** A request that was sent is lost, or is worth another at once. */
    synchronized void askAgain() {
        asked = false;
    }

    /** A session was opened. Returns whether it is this one, and was not known to be open before. */
    synchronized boolean opened(OpenSession request, long newId) {
        if (id != 0 || request.getNonceHigh() != nonceHigh || request.getNonceLow() != nonceLow) {
            return false;
        }
        id = newId;
        return true;
    }

    /** A session was found expired. Returns whether it was this one, which is to be opened anew under another nonce. */
    synchronized boolean expired(long expiredId) {
        if (id == 0 || id != expiredId) {
            return false;
        }
        id = 0;
        asked = false;
        nonceLow++;
        return true;
    }
}
