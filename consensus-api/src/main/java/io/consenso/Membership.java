/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who belongs to a group.
 *
 * @param voters the peers whose votes and acknowledgements count; iterates in the order of their ids
 * @param learners the peers that receive the log but are never counted; iterates in the order of their ids
 */
public record Membership(SortedSet<PeerId> voters, SortedSet<PeerId> learners) {
    /** Copies both sets. Throws {@link IllegalArgumentException} when no voter is named or a peer is in both sets. */
    public Membership {
        voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
        learners = Collections.unmodifiableSortedSet(new TreeSet<>(learners));
        if (voters.isEmpty()) {
            throw new IllegalArgumentException("a group needs at least one voter");
        }
        Set<PeerId> both = new HashSet<>(voters);
        both.retainAll(learners);
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("voter and learner at once: " + both);
        }
    }

    /** Voters only. */
    public static Membership of(Collection<PeerId> voters) {
        return new Membership(new TreeSet<>(voters), new TreeSet<>());
    }

    /** Whether the peer votes. */
    public boolean isVoter(PeerId peer) {
        return voters.contains(peer);
    }

    /** Whether the peer belongs to the group, as a voter or as a learner. */
    public boolean contains(PeerId peer) {
        return voters.contains(peer) || learners.contains(peer);
    }

    /** The smallest number of voters of which any two sets share a member. */
    public int majority() {
        return voters.size() / 2 + 1;
    }

    @Override
    public String toString() {
        return learners.isEmpty() ? voters.toString() : voters + " learners " + learners;
    }
}
