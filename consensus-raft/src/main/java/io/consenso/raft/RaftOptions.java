/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import java.time.Duration;

/**
 * Time-outs and bounds of the {@link Raft} engine; every one has a safe default. Immutable: {@code with...} returns a changed copy.
 *
 * @param electionTimeout how long a follower waits at least for a sign of a leader (it draws up to twice that, dissertation 3.4), and how
 *     long a leader goes on without a quorum (6.2); should be ten times a slow round trip with its fsync
 * @param heartbeatInterval how often a leader shows itself; at most half the election time-out
 * @param inFlightMessagesMax how many messages with entries may be unacknowledged by one peer
 * @param inFlightBytesMax after how many bytes of unacknowledged entries to one peer the leader waits
 * @param entriesBytesMax how many bytes of entries one message carries at most (a single larger entry travels alone)
 * @param uncommittedBytesMax how many bytes of proposals may be uncommitted on the leader before it refuses more (a single larger one is
 *     taken when there are none)
 */
public record RaftOptions(
        Duration electionTimeout,
        Duration heartbeatInterval,
        int inFlightMessagesMax,
        long inFlightBytesMax,
        long entriesBytesMax,
        long uncommittedBytesMax) {
    private static final RaftOptions DEFAULTS =
            new RaftOptions(Duration.ofSeconds(1), Duration.ofMillis(100), 256, 16L << 20, 1L << 20, 64L << 20);

    /** Refuses what is not positive, or a heartbeat too slow for the election time-out, with {@link IllegalArgumentException}. */
    public RaftOptions {
        requirePositive("electionTimeout", electionTimeout.toNanos());
        requirePositive("heartbeatInterval", heartbeatInterval.toNanos());
        requirePositive("inFlightMessagesMax", inFlightMessagesMax);
        requirePositive("inFlightBytesMax", inFlightBytesMax);
        requirePositive("entriesBytesMax", entriesBytesMax);
        requirePositive("uncommittedBytesMax", uncommittedBytesMax);
        if (heartbeatInterval.multipliedBy(2).compareTo(electionTimeout) > 0) {
            throw new IllegalArgumentException("heartbeatInterval must be at most half of electionTimeout, is "
                    + heartbeatInterval + " of " + electionTimeout);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }

    /** The defaults: 1 s and 100 ms; 256 messages or 16 MiB in flight to a peer; 1 MiB a message; 64 MiB uncommitted. */
    public static RaftOptions defaults() {
        return DEFAULTS;
    }

    /** With another election time-out, and a heartbeat ten times as often. */
    public RaftOptions withElectionTimeout(Duration timeout) {
        return new RaftOptions(
                timeout,
                timeout.dividedBy(10),
                inFlightMessagesMax,
                inFlightBytesMax,
                entriesBytesMax,
                uncommittedBytesMax);
    }

    /** With another time between heartbeats. */
    public RaftOptions withHeartbeatInterval(Duration interval) {
        return new RaftOptions(
                electionTimeout, interval, inFlightMessagesMax, inFlightBytesMax, entriesBytesMax, uncommittedBytesMax);
    }

    /** With other bounds on what one peer has not acknowledged. */
    public RaftOptions withInFlightMax(int messages, long bytes) {
        return new RaftOptions(
                electionTimeout, heartbeatInterval, messages, bytes, entriesBytesMax, uncommittedBytesMax);
    }

    /** With another bound on the entries in one message. */
    public RaftOptions withEntriesBytesMax(long bytes) {
        return new RaftOptions(
                electionTimeout, heartbeatInterval, inFlightMessagesMax, inFlightBytesMax, bytes, uncommittedBytesMax);
    }

    /** With another bound on what is proposed and not committed. */
    public RaftOptions withUncommittedBytesMax(long bytes) {
        return new RaftOptions(
                electionTimeout, heartbeatInterval, inFlightMessagesMax, inFlightBytesMax, entriesBytesMax, bytes);
    }
}
