/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * All are let in at once when as many wait as there are parties; the token is the generation. When one of those who wait leaves, that
 * generation is broken for the others. Whoever arrives next begins another. Outcomes stay until each party has taken its own.
 */
final class BarrierRoom extends Room {
    private boolean isBroken;

    BarrierRoom(int capacity, LongSupplier tokens) {
        super(capacity, tokens);
    }

    @Override
    List<Seat> advance() {
        if (!isBroken && waiting.size() < capacity()) {
            return List.of();
        }
        long outcome = isBroken ? Seat.BROKEN : tokens.getAsLong();
        isBroken = false;
        List<Seat> settled = new ArrayList<>();
        waiting.values().forEach(seat -> settled.add(seat.withToken(outcome)));
        waiting.clear();
        settled.forEach(this::seat);
        return settled;
    }

    @Override
    Optional<Seat> leave(RequestId request) {
        Seat settled = seated.remove(request);
        if (settled != null) {
            return Optional.of(settled);
        }
        Optional<Seat> left = Optional.ofNullable(waiting.remove(request));
        isBroken |= left.isPresent();
        return left;
    }
}
