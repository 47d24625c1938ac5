/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.spi.Entry;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import java.util.List;

/** What replicas of a group tell each other. Every message carries its sender's current term, also a request for a pre-vote. */
sealed interface Message {
    /** The sender's term when it sent the message. */
    long term();

    /** Only the leader of its term sends these. */
    sealed interface FromLeader extends Message {}

    /** Somebody wants to become leader. */
    sealed interface Solicitation extends Message {
        /** The end of the candidate's log. */
        LogPosition last();
    }

    /** Would you vote for me in the term after {@code term} (9.6)? */
    record RequestPreVote(long term, LogPosition last) implements Solicitation {
        public RequestPreVote {
            requireNotNegative(term);
        }
    }

    /** The answer; a promise of nothing. */
    record PreVoteReply(long term, boolean granted) implements Message {
        public PreVoteReply {
            requireNotNegative(term);
        }
    }

    /** Vote for me in {@code term} (3.4). */
    record RequestVote(long term, LogPosition last) implements Solicitation {
        public RequestVote {
            requireNotNegative(term);
        }
    }

    /** The answer; a grant is durable. */
    record VoteReply(long term, boolean granted) implements Message {
        public VoteReply {
            requireNotNegative(term);
        }
    }

    /**
     * Entries for the log (3.5).
     *
     * @param previous the position right before the first of them
     * @param commit the leader's commit index
     * @param entries consecutive; none when the leader only asks whether {@code previous} is there
     */
    record Append(long term, LogPosition previous, long commit, List<Entry> entries) implements FromLeader {
        public Append {
            requireNotNegative(term, commit);
            entries = List.copyOf(entries);
        }

        /** The index of the last entry, or of the position before. */
        long lastIndex() {
            return previous.index() + entries.size();
        }
    }

    /** The follower's log equals the leader's up to {@code match} (inclusive), durably. */
    record AppendAccepted(long term, long match) implements Message {
        public AppendAccepted {
            requireNotNegative(term, match);
        }
    }

    /**
     * The position before the entries is not in the follower's log.
     *
     * @param previousIndex where it should have been
     * @param conflict the highest position in the follower's log, at or below there, whose term is not above the one asked for: nothing
     *     between the two can match
     */
    record AppendRejected(long term, long previousIndex, LogPosition conflict) implements Message {
        public AppendRejected {
            requireNotNegative(term, previousIndex);
        }
    }

    /**
     * A leader shows itself.
     *
     * @param commit at most what the follower is known to have
     * @param round the newest round of reads (6.4)
     */
    record Heartbeat(long term, long commit, long round) implements FromLeader {
        public Heartbeat {
            requireNotNegative(term, commit, round);
        }
    }

    /** Says that the follower still followed when it got the heartbeat of that round, and nothing about its log. */
    record HeartbeatReply(long term, long round) implements Message {
        public HeartbeatReply {
            requireNotNegative(term, round);
        }
    }

    /** The commit index, when nothing else is to be said; needs no answer. At most what the follower is known to have. */
    record CommitNotice(long term, long commit) implements FromLeader {
        public CommitNotice {
            requireNotNegative(term, commit);
        }
    }

    /** A follower asks for a read index on behalf of all its waiting reads; {@code request} is never used twice, not even after a restart. */
    record ReadIndexRequest(long term, long request) implements Message {
        public ReadIndexRequest {
            requireNotNegative(term);
        }
    }

    /** The reads may be served once {@code index} is applied. */
    record ReadIndexReply(long term, long request, long index) implements Message {
        public ReadIndexReply {
            requireNotNegative(term, index);
        }
    }

    /** The reads cannot be granted by this peer. */
    record ReadIndexRefused(long term, long request) implements Message {
        public ReadIndexRefused {
            requireNotNegative(term);
        }
    }

    /** What the follower needs is compacted away; here is what stands in for it (5). */
    record SnapshotOffer(long term, SnapshotMeta meta) implements FromLeader {
        public SnapshotOffer {
            requireNotNegative(term);
        }
    }

    /** The follower's snapshot and log together equal the leader's up to {@code index}, durably. */
    record SnapshotInstalled(long term, long index) implements Message {
        public SnapshotInstalled {
            requireNotNegative(term, index);
        }
    }

    /** Your message is of an older term than this. */
    record TermNotice(long term) implements Message {
        public TermNotice {
            requireNotNegative(term);
        }
    }

    private static void requireNotNegative(long... values) {
        for (long value : values) {
            if (value < 0) {
                throw new IllegalArgumentException("negative: " + value);
            }
        }
    }
}
