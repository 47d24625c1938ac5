/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.parts.Window;

/**
 * What a leader knows of one peer's log and what is on its way there. {@code match} is what the peer has acknowledged; it never falls in a
 * term. {@code next} is where the next append starts, as an optimist sees it.
 */
final class PeerProgress {
    /** How the leader sends. */
    enum Mode {
        /** One append at a time, until one is accepted: it is not known where the logs part. */
        PROBE,
        /** A stream of appends, without waiting for acknowledgements. */
        REPLICATE,
        /** None: the peer fetches a snapshot. */
        SNAPSHOT
    }

    private final PeerId peer;
    private final RaftOptions options;
    private final Window inFlight = new Window();
    private Mode mode = Mode.PROBE;
    private boolean isProbeSent;
    private long match;
    private long next;
    private long toldCommit;
    private long round;
    private long heardAt;
    private long movedAt;

    PeerProgress(PeerId peer, RaftOptions options, long next, long nowNanos) {
        this.peer = peer;
        this.options = options;
        this.next = next;
        heardAt = nowNanos;
        movedAt = nowNanos;
    }

    PeerId peer() {
        return peer;
    }

    Mode mode() {
        return mode;
    }

    long match() {
        return match;
    }

    long next() {
        return next;
    }

    /** The newest round of reads that the peer has answered. */
    long round() {
        return round;
    }

    long heardAt() {
        return heardAt;
    }

    /** The commit index that the peer can be expected to know. */
    long toldCommit() {
        return toldCommit;
    }

    void heard(long nowNanos) {
        heardAt = nowNanos;
    }

    void answered(long newRound) {
        round = Math.max(round, newRound);
    }

    void told(long commit) {
        toldCommit = Math.max(toldCommit, commit);
    }

    boolean mayAppend(long lastIndex) {
        return next <= lastIndex
                && switch (mode) {
                    case PROBE -> !isProbeSent;
                    case REPLICATE ->
                        inFlight.count() < options.inFlightMessagesMax()
                                && inFlight.bytes() < options.inFlightBytesMax();
                    case SNAPSHOT -> false;
                };
    }

    /** An append with entries up to there is on its way. */
    void sent(long lastIndex, long bytes, long nowNanos) {
        if (mode == Mode.PROBE) {
            isProbeSent = true;
            movedAt = nowNanos;
            return;
        }
        if (inFlight.count() == 0) {
            movedAt = nowNanos;
        }
        inFlight.add(lastIndex, bytes);
        next = lastIndex + 1;
    }

    /** Whether something was sent so long ago, without an answer, that it must be assumed lost. */
    boolean isStalled(long nowNanos) {
        boolean isWaiting = switch (mode) {
            case PROBE -> isProbeSent;
            case REPLICATE -> match < next - 1;
            case SNAPSHOT -> true;
        };
        return isWaiting && nowNanos - movedAt >= options.heartbeatInterval().toNanos();
    }

    /** What is lost is sent again, or asked for, now. */
    void retry(long nowNanos) {
        isProbeSent = false;
        movedAt = nowNanos;
    }

    /** The peer has everything up to there. Whether that is news. */
    boolean accepted(long index, long firstIndex, long nowNanos) {
        if (index <= match) {
            return false;
        }
        match = index;
        next = Math.max(next, match + 1);
        inFlight.releaseTo(match);
        movedAt = nowNanos;
        if (mode != Mode.REPLICATE && next >= firstIndex) {
            next = match + 1;
            mode = Mode.REPLICATE;
        }
        return true;
    }

    /** Whether a rejection of an append after that index is an answer to what was sent last, not a late or repeated one. */
    boolean isCurrent(long rejectedIndex) {
        return switch (mode) {
            case PROBE -> rejectedIndex == next - 1;
            case REPLICATE -> rejectedIndex > match && rejectedIndex < next;
            case SNAPSHOT -> false;
        };
    }

    /** Starts over from there, but never from what the peer has acknowledged. */
    void probeFrom(long index) {
        mode = Mode.PROBE;
        isProbeSent = false;
        next = Math.max(match + 1, index);
        inFlight.clear();
    }

    void offered(long nowNanos) {
        mode = Mode.SNAPSHOT;
        inFlight.clear();
        movedAt = nowNanos;
    }
}
