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
 * A number of permits, given out strictly in the order of asking: the first in line is never overtaken by one that needs fewer, so none waits
 * for ever. A lock has one permit; a writer of a read-write lock takes all of them, a reader one.
 */
final class PermitRoom extends Room {
    private long taken;

    PermitRoom(int capacity, LongSupplier tokens) {
        super(capacity, tokens);
    }

    /** Whether a wish for that many would be granted now. */
    boolean hasRoomFor(int permits) {
        return waiting.isEmpty() && taken + permits <= capacity();
    }

    @Override
    void seat(Seat seat) {
        super.seat(seat);
        taken += seat.permits();
    }

    @Override
    List<Seat> advance() {
        List<Seat> granted = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Seat next = waiting.values().iterator().next();
            if (taken + next.permits() > capacity()) {
                break;
            }
            waiting.remove(next.request());
            Seat seat = next.withToken(tokens.getAsLong());
            seat(seat);
            granted.add(seat);
        }
        return granted;
    }

    @Override
    Optional<Seat> leave(RequestId request) {
        Seat sat = seated.remove(request);
        if (sat != null) {
            taken -= sat.permits();
            return Optional.of(sat);
        }
        return Optional.ofNullable(waiting.remove(request));
    }
}
