/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A cyclic barrier: whoever arrives waits until as many have arrived as there are parties; then all pass, and it begins anew. Safe for reuse:
 * each generation has a number of its own, larger than all before.
 *
 * <p>When one that waits gives up (its deadline, a closed door) or its session ends, that generation is broken: the others
 * fail with {@link CoordinationException.Broken} and may arrive again. The number of parties is fixed while anybody waits.
 */
public final class Barrier {
    private final Door door;
    private final RoomKey key;
    private final int parties;

    Barrier(Door door, RoomKey key, int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("a barrier has a party at least, not " + parties);
        }
        this.door = door;
        this.key = key;
        this.parties = parties;
    }

    /** Arrives and waits for the others, at most that long. Returns the generation, the same number for all that pass together. */
    public CompletableFuture<Long> await(Duration deadline) {
        return door.claim(key, 1, parties, false, Optional.of(deadline)).thenApply(hold -> {
            CompletableFuture<Void> unused = hold.release();
            return hold.token();
        });
    }
}
