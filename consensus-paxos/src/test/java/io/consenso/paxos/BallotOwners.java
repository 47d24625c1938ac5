/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who was seen to use which ballot, and which number in ballots is whose. */
final class BallotOwners {
    private final Map<Long, String> owners = new HashMap<>();
    private final Map<Integer, PeerId> members = new HashMap<>();

    /** Says who else owns the ballot, if it is not that peer since that start of its engine. */
    Optional<String> uses(PeerId self, int boot, long ballot) {
        String name = self + " since start " + boot;
        PeerId member = members.putIfAbsent(Ballot.member(ballot), self);
        if (member != null && !member.equals(self)) {
            return Optional.of(member.toString());
        }
        String owner = owners.putIfAbsent(ballot, name);
        return owner == null || owner.equals(name) ? Optional.empty() : Optional.of(owner);
    }
}
