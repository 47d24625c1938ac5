/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Some sit, the others wait in the order in which they came. What lets one in is the subclass's affair. */
abstract sealed class Room permits PermitRoom, BarrierRoom {
    private final int capacity;
    final LongSupplier tokens;
    final Map<RequestId, Seat> seated = new LinkedHashMap<>();
    final Map<RequestId, Seat> waiting = new LinkedHashMap<>();

    /** Tokens are drawn from there, each larger than all before. */
    Room(int capacity, LongSupplier tokens) {
        this.capacity = capacity;
        this.tokens = tokens;
    }

    /** Whoever was let in, or sees that it never will be, by one change. */
    abstract List<Seat> advance();

    /** Lets the wish go, granted or not. Who waits may have to learn of it: call {@link #advance} next. */
    abstract Optional<Seat> leave(RequestId request);

    /** Puts the seat among those that are in. */
    void seat(Seat seat) {
        seated.put(seat.request(), seat);
    }

    final int capacity() {
        return capacity;
    }

    /** The wish takes its place at the end of those who wait. */
    final void enter(Seat seat) {
        waiting.put(seat.request(), seat);
    }

    final Optional<Seat> find(RequestId request) {
        Seat sits = seated.get(request);
        return Optional.ofNullable(sits != null ? sits : waiting.get(request));
    }

    final boolean isEmpty() {
        return seated.isEmpty() && waiting.isEmpty();
    }

    /** Who came in first of those who are in. */
    final Optional<Seat> first() {
        return seated.values().stream().findFirst();
    }
}
