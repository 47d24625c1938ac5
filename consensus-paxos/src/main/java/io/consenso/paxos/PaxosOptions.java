/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits and time-outs of {@link Paxos}. Every replica of a group should have the same.
 *
 * @param electionTimeout after how long without the leader a replica tries to lead, drawn between once and twice this for each try
 * @param heartbeatInterval how often an idle leader shows itself; at most half the election time-out
 * @param slotsMax alpha: how many slots beyond what is chosen may be proposed in at once
 * @param entriesBytesMax bound on the entries in one message, by {@link io.consenso.spi.Entry#size()}; one entry always fits
 * @param uncommittedBytesMax bound on what is proposed and not chosen; further proposals are refused
 * @param quorums how many voters decide, if not majorities
 * @param quorumReads whether a replica answers linearizable reads by asking voters, not the leader
 */
public record PaxosOptions(
        Duration electionTimeout,
        Duration heartbeatInterval,
        int slotsMax,
        long entriesBytesMax,
        long uncommittedBytesMax,
        Optional<QuorumSizes> quorums,
        boolean quorumReads) {
    private static final PaxosOptions DEFAULTS = new PaxosOptions(
            Duration.ofSeconds(1), Duration.ofMillis(100), 1024, 1L << 20, 64L << 20, Optional.empty(), false);

    /**
     * Flexible quorums (Howard, Malkhi, Spiegelman 2016): any two sets of these sizes, one of each kind, must share a voter.
     *
     * @param election how many voters must promise before a replica leads
     * @param write how many voters must accept before an entry is chosen
     */
    public record QuorumSizes(int election, int write) {
        /** Refuses a size below 1 with {@link IllegalArgumentException}. */
        public QuorumSizes {
            requirePositive("election", election);
            requirePositive("write", write);
        }
    }

    /** Refuses what is not positive, or a heartbeat too slow for the election time-out, with {@link IllegalArgumentException}. */
    public PaxosOptions {
        requirePositive("electionTimeout", electionTimeout.toNanos());
        requirePositive("heartbeatInterval", heartbeatInterval.toNanos());
        requirePositive("slotsMax", slotsMax);
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

    /** The defaults: 1 s and 100 ms; 1,024 slots; 1 MiB a message; 64 MiB not chosen; majorities; reads by the leader. */
    public static PaxosOptions defaults() {
        return DEFAULTS;
    }

    /** With another election time-out, and a heartbeat ten times as often. */
    public PaxosOptions withElectionTimeout(Duration timeout) {
        return new PaxosOptions(
                timeout, timeout.dividedBy(10), slotsMax, entriesBytesMax, uncommittedBytesMax, quorums, quorumReads);
    }

    /** With another time between heartbeats. */
    public PaxosOptions withHeartbeatInterval(Duration interval) {
        return new PaxosOptions(
                electionTimeout, interval, slotsMax, entriesBytesMax, uncommittedBytesMax, quorums, quorumReads);
    }

    /** With another number of slots beyond what is chosen. */
    public PaxosOptions withSlotsMax(int slots) {
        return new PaxosOptions(
                electionTimeout, heartbeatInterval, slots, entriesBytesMax, uncommittedBytesMax, quorums, quorumReads);
    }

    /** With another bound on the entries in one message. */
    public PaxosOptions withEntriesBytesMax(long bytes) {
        return new PaxosOptions(
                electionTimeout, heartbeatInterval, slotsMax, bytes, uncommittedBytesMax, quorums, quorumReads);
    }

    /** With another bound on what is proposed and not chosen. */
    public PaxosOptions withUncommittedBytesMax(long bytes) {
        return new PaxosOptions(
                electionTimeout, heartbeatInterval, slotsMax, entriesBytesMax, bytes, quorums, quorumReads);
    }

    /**
     * With quorums of these sizes. Their sum must exceed the number of voters, and neither may; a group for which that does not hold does not
     * start.
     */
    public PaxosOptions withQuorums(int election, int write) {
        return new PaxosOptions(
                electionTimeout,
                heartbeatInterval,
                slotsMax,
                entriesBytesMax,
                uncommittedBytesMax,
                Optional.of(new QuorumSizes(election, write)),
                quorumReads);
    }

    /** With reads that ask voters, not the leader. */
    public PaxosOptions withQuorumReads(boolean enabled) {
        return new PaxosOptions(
                electionTimeout, heartbeatInterval, slotsMax, entriesBytesMax, uncommittedBytesMax, quorums, enabled);
    }
}
