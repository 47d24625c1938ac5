/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A wish of this process, from the call to the release. Touched on the door's lane. */
final class Claim {
    private final RoomKey key;
    private final int permits;
    private final int capacity;
    private final boolean isImpatient;
    private final CompletableFuture<Hold> result = new CompletableFuture<>();
    private RequestId request;
    private Stage stage = Stage.ASKING;
    private @Nullable Seat seat;
    private @Nullable Hold hold;
    private int attempts;

    /** How far it has come. */
    enum Stage {
        /** The wish is on its way to the log, or will be again. */
        ASKING,
        /** It stands in line. */
        WAITING,
        /** It was granted or broken, but whoever asked has not been told. */
        SETTLED,
        /** Whoever asked holds it. */
        HELD,
        /** It is over. */
        OVER
    }

    Claim(RoomKey key, int permits, int capacity, boolean isImpatient, RequestId request) {
        this.key = key;
        this.permits = permits;
        this.capacity = capacity;
        this.isImpatient = isImpatient;
        this.request = request;
    }

    RoomKey key() {
        return key;
    }

    int permits() {
        return permits;
    }

    int capacity() {
        return capacity;
    }

    boolean isImpatient() {
        return isImpatient;
    }

    CompletableFuture<Hold> result() {
        return result;
    }

    RequestId request() {
        return request;
    }

    Stage stage() {
        return stage;
    }

    @Nullable
    Seat seat() {
        return seat;
    }

    @Nullable
    Hold hold() {
        return hold;
    }

    /** Whether the answer to that request still decides what happens. */
    boolean isAsking(RequestId asked) {
        return stage == Stage.ASKING && request.equals(asked);
    }

    boolean isUnsettled() {
        return stage == Stage.ASKING || stage == Stage.WAITING;
    }

    int attempt() {
        return attempts++;
    }

    /** The wish is made anew. */
    void askAgain(RequestId as) {
        request = as;
        stage = Stage.ASKING;
        seat = null;
        attempts = 0;
    }

    void queued() {
        stage = Stage.WAITING;
    }

    void settled(Seat as) {
        seat = as;
        stage = Stage.SETTLED;
    }

    void held(Hold by) {
        hold = by;
        stage = Stage.HELD;
    }

    void over() {
        stage = Stage.OVER;
    }
}
