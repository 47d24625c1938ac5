/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.spi.Entry;
import io.consenso.spi.SnapshotMeta;
import java.util.List;

/**
 * What replicas of a group say to each other. Slots, like every index, count from 1; a record is what an acceptor holds for a slot: the entry
 * that it accepted, whose epoch is the ballot of the vote. {@code chosen} is how far its sender knows the log: every slot up to there is chosen,
 * and the sender has its value or a snapshot of it.
 */
sealed interface Message {
    /** A range of slots, both ends included. */
    record Slots(long first, long last) {}

    /** Consecutive slots whose records are all of one ballot. */
    record Run(long first, long last, long ballot) {}

    /** A message that belongs to one ballot. */
    sealed interface Balloted extends Message {
        long ballot();
    }

    /** What only the leader of a ballot says, after its phase 1. It shows that there is a leader. */
    sealed interface FromLeader extends Balloted {
        /** How far the leader knows the log. Whoever holds a record of this very ballot at or below it holds what is chosen there. */
        long watermark();
    }

    // Phase 0: is it time for an election?

    /**
     * Would you promise a ballot above this one? Changes nothing.
     *
     * @param ballot what the sender has promised
     * @param attempt for the answer
     */
    record Poll(long ballot, long attempt) implements Balloted {}

    /**
     * Answers {@link Poll}.
     *
     * @param ballot what the sender has promised
     * @param granted whether it hears no leader
     */
    record PollReply(long ballot, long attempt, boolean granted, long chosen) implements Balloted {}

    // Phase 1.

    /** 1a. Asks for a promise, and for every vote in the slots from that one on. */
    record Prepare(long ballot, long from) implements Balloted {}

    /**
     * 1b. A piece of a promise. The promise is complete when the ranges of its pieces join up from the slot asked for to {@link Long#MAX_VALUE}.
     *
     * @param first the first slot that this piece is about
     * @param last the last one
     * @param records what the sender holds in those slots above {@code chosen}, votes of this very ballot left out
     * @param faulty slots in which it held something that can no longer be read
     */
    record Promise(long ballot, long chosen, long first, long last, List<Entry> records, List<Slots> faulty)
            implements Balloted {
        public Promise {
            records = List.copyOf(records);
            faulty = List.copyOf(faulty);
        }
    }

    /**
     * Refuses a {@link Prepare}, or what a leader said.
     *
     * @param ballot the one refused
     * @param promised the higher one that stands in the way
     */
    record Nack(long ballot, long promised, long chosen) implements Balloted {}

    // Phase 2.

    /** 2a. Proposes a value in each of these slots. The entries' epoch is the ballot; they ascend, and may leave slots out. */
    record Accept(long ballot, long watermark, List<Entry> entries) implements FromLeader {
        public Accept {
            entries = List.copyOf(entries);
        }
    }

    /** 2b. Votes: the sender holds the leader's value in these slots, durably. */
    record Accepted(long ballot, long chosen, List<Slots> slots) implements Balloted {
        public Accepted {
            slots = List.copyOf(slots);
        }
    }

    /** Keeps the leadership known, and asks for proof that it still stands: read index, chapter 2.9. */
    record Heartbeat(long ballot, long watermark, long round) implements FromLeader {}

    /**
     * Answers {@link Heartbeat}.
     *
     * @param last the highest slot in which the sender holds anything
     */
    record HeartbeatReply(long ballot, long round, long chosen, long last) implements Balloted {}

    /** 2c. Tells how far the log is chosen when nothing else is about to. */
    record Chosen(long ballot, long watermark) implements FromLeader {}

    // Catching up.

    /**
     * Asks for the chosen values in these slots.
     *
     * @param have what the sender holds there already: where the ballots agree, the value need not travel
     */
    record LearnRequest(long first, long last, List<Run> have) implements Message {
        public LearnRequest {
            have = List.copyOf(have);
        }
    }

    /**
     * Answers {@link LearnRequest}.
     *
     * @param same slots in which what the asker holds is what was chosen
     * @param entries what was chosen in others, each under the ballot of the sender's record
     */
    record LearnReply(long chosen, List<Run> same, List<Entry> entries) implements Message {
        public LearnReply {
            same = List.copyOf(same);
            entries = List.copyOf(entries);
        }
    }

    /** What was asked for is compacted away; here is a snapshot of it. */
    record SnapshotOffer(long chosen, SnapshotMeta meta) implements Message {}

    // Reads.

    /** Asks the leader for a read index. */
    record ReadIndexRequest(long request) implements Message {}

    /** A read that begins now may be served once that index is applied. */
    record ReadIndexReply(long request, long index) implements Message {}

    /** The sender cannot tell. */
    record ReadIndexRefused(long request) implements Message {}

    /** Quorum read: how far may the log be chosen, as far as you know? */
    record ReadProbe(long probe) implements Message {}

    /**
     * Answers {@link ReadProbe}.
     *
     * @param last the highest slot in which the sender holds anything, durably
     */
    record ReadProbeReply(long probe, long chosen, long last) implements Message {}
}
