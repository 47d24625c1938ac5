/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.SeatState;

/**
 * A wish to enter a room, and what has become of it.
 *
 * @param request its name
 * @param session under which it was made
 * @param owner who made it, for those who look on
 * @param permits how many it takes of what there is
 * @param token 0 while it waits; above 0 once granted, the fencing token; {@link #BROKEN} when it never will be
 */
record Seat(RequestId request, long session, String owner, int permits, long token) {
    static final long WAITING = 0;
    static final long BROKEN = -1;

    Seat withToken(long granted) {
        return new Seat(request, session, owner, permits, granted);
    }

    boolean isWaiting() {
        return token == WAITING;
    }

    static Seat of(SeatState state) {
        return new Seat(
                RequestId.of(state.getRequest()),
                state.getSession(),
                state.getOwner(),
                state.getPermits(),
                state.getToken());
    }

    SeatState toProto() {
        return SeatState.newBuilder()
                .setRequest(request.toProto())
                .setSession(session)
                .setOwner(owner)
                .setPermits(permits)
                .setToken(token)
                .build();
    }
}
