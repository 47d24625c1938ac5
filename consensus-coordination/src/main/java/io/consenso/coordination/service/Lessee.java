/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.util.LinkedHashMap;
import java.util.Map;

/** A session that holds or awaits something. */
final class Lessee {
    private final long session;
    final Map<RequestId, RoomKey> requests = new LinkedHashMap<>();
    private long ttlMillis;
    private long renewal;

    Lessee(long session, long ttlMillis, long renewal) {
        this.session = session;
        this.ttlMillis = ttlMillis;
        this.renewal = renewal;
    }

    long session() {
        return session;
    }

    /** For how long it must be silent before others may have what it holds. */
    long ttlMillis() {
        return ttlMillis;
    }

    /** Names its last sign of life: each is larger than the one before. */
    long renewal() {
        return renewal;
    }

    void renew(long number) {
        renewal = number;
    }

    void liveAtLeast(long millis) {
        ttlMillis = Math.max(ttlMillis, millis);
    }
}
