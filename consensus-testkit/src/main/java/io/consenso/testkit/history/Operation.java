/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;
import java.util.Locale;

/**
 * One thing that a client asked, and what it learned.
 *
 * @param id names the operation within its history, counted from 0 in the order of invocation
 * @param client who asked
 * @param kind whether it may change the state
 * @param key the object that it touches, so that objects can be checked one by one; empty when it may touch all of them
 * @param asked the command or query, as the state machine gets it
 * @param invoked when the client asked
 * @param returned when the client learned the outcome; {@link Moment#NEVER} while {@link Outcome#PENDING}
 * @param outcome what the client learned
 * @param reply the reply if the outcome is {@link Outcome#OK}, else empty
 */
public record Operation(
        long id,
        long client,
        Kind kind,
        String key,
        Bytes asked,
        Moment invoked,
        Moment returned,
        Outcome outcome,
        Bytes reply) {
    /** Whether an operation may change the state. */
    public enum Kind {
        /** It goes through the log and may change the state. */
        COMMAND,
        /** It reads only. */
        QUERY
    }

    /** What a client learned about an operation. */
    public enum Outcome {
        /** It happened once, between invocation and return, and this was the reply. */
        OK,
        /** It did not happen and never will. */
        FAILED,
        /** It may have happened, or may yet happen, at any time from its invocation on. */
        UNKNOWN,
        /** The client is still waiting; to a checker the same as {@link #UNKNOWN}. */
        PENDING
    }

    /**
     * A place in a history.
     *
     * @param place counts invocations and returns alike, from 0; this alone orders them, for many share one instant of virtual time
     * @param nanos virtual time, for the reader
     */
    public record Moment(long place, long nanos) {
        /** After everything else. */
        public static final Moment NEVER = new Moment(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Whether it returned before the other was invoked, and so must come before it in every explanation. */
    public boolean precedes(Operation other) {
        return outcome == Outcome.OK && returned.place() < other.invoked.place();
    }

    /** Whether it may have happened without anybody having seen its reply. */
    public boolean isUncertain() {
        return outcome == Outcome.UNKNOWN || outcome == Outcome.PENDING;
    }

    Operation completed(Moment at, Outcome learned, Bytes answer) {
        return new Operation(id, client, kind, key, asked, invoked, at, learned, answer);
    }

    /** Who asked what and what came of it, on one line. */
    @Override
    public String toString() {
        return "client " + client + ": " + Rendering.of(asked) + " -> " + answer();
    }

    String answer() {
        return outcome == Outcome.OK ? Rendering.of(reply) : outcome.name().toLowerCase(Locale.ROOT);
    }
}
