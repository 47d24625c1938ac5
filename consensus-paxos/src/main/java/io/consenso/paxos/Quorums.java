/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.paxos.PaxosOptions.QuorumSizes;
import java.util.Collection;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Which sets of voters decide in a slot. Every set that may elect a leader (Q1) shares a voter with every set that may choose a value (Q2); that is
 * all that Paxos asks of them (Howard, Malkhi, Spiegelman: Flexible Paxos, 2016).
 */
final class Quorums {
    private final Set<PeerId> voters;
    private final int election;
    private final int write;

    private Quorums(Set<PeerId> voters, QuorumSizes sizes) {
        this.voters = voters;
        election = sizes.election();
        write = sizes.write();
        int n = voters.size();
        if (election > n || write > n || election + write <= n) {
            throw new IllegalArgumentException("with " + n + " voters, quorums of " + election
                    + " for an election and of " + write + " for a write need not share one");
        }
    }

    static Quorums of(Membership membership, PaxosOptions options) {
        return new Quorums(
                membership.voters(),
                options.quorums().orElse(usual(membership.voters().size())));
    }

    /** Majorities. Of an even number of voters half would do for a write, yet then an acknowledged write would be on no more disks than not. */
    private static QuorumSizes usual(int n) {
        return new QuorumSizes(n / 2 + 1, n / 2 + 1);
    }

    boolean isVoter(PeerId peer) {
        return voters.contains(peer);
    }

    Set<PeerId> voters() {
        return voters;
    }

    /** Whether a leader may be elected by these. */
    boolean isQ1(Collection<PeerId> peers) {
        return count(peers) >= election;
    }

    /** Whether what these have accepted is chosen. */
    boolean isQ2(Collection<PeerId> peers) {
        return count(peers) >= write;
    }

    /** Whether nothing can have been chosen without one of these. */
    boolean meetsEveryQ2(Collection<PeerId> peers) {
        return count(peers) > voters.size() - write;
    }

    /** The highest value that a set of voters has reached without which nobody can be elected. */
    long reachedAgainstElections(ToLongFunction<PeerId> value) {
        return ascending(value)[election - 1];
    }

    /** The highest value that a set of voters has reached that can choose, thus also one without which nobody can be elected. */
    long reachedForWrites(ToLongFunction<PeerId> value) {
        return ascending(value)[voters.size() - write];
    }

    private long[] ascending(ToLongFunction<PeerId> value) {
        return voters.stream().mapToLong(value).sorted().toArray();
    }

    private long count(Collection<PeerId> peers) {
        long count = 0;
        for (PeerId peer : peers) {
            if (voters.contains(peer)) {
                count++;
            }
        }
        return count;
    }

    /** In words, for the operator. */
    @Override
    public String toString() {
        int n = voters.size();
        return "elections need " + election + " of " + n + " voters and survive the loss of " + (n - election)
                + ", writes need " + write + " and survive the loss of " + (n - write);
    }
}
