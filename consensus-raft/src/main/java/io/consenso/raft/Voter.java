/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.spi.LogPosition;
import java.util.Optional;

/** Answers those who want to become leader. Whether a leader stands in their way is for the replica's role to say. */
final class Voter {
    private final Node node;

    Voter(Node node) {
        this.node = node;
    }

    void onRequestPreVote(PeerId from, Message.RequestPreVote request, RaftRole role) {
        boolean granted = !role.hearsLeader() && isUpToDate(request.last());
        node.send(from, new Message.PreVoteReply(node.term(), granted));
    }

    /** One vote in a term, for a log that is at least as good (3.6.1); durable before the candidate hears of it. */
    void onRequestVote(PeerId from, Message.RequestVote request, RaftRole role) {
        boolean isFree = node.vote().isEmpty() && role.leader().isEmpty();
        boolean isRepeated = node.vote().equals(Optional.of(from));
        if (!(isFree || isRepeated) || !isUpToDate(request.last())) {
            node.send(from, new Message.VoteReply(node.term(), false));
            return;
        }
        if (isFree) {
            node.setHardState(node.term(), Optional.of(from));
        }
        if (role instanceof Follower follower) {
            follower.postpone();
        }
        node.sendAfterPersist(from, new Message.VoteReply(node.term(), true));
    }

    private boolean isUpToDate(LogPosition theirs) {
        LogPosition ours = node.log().last();
        return theirs.epoch() > ours.epoch() || (theirs.epoch() == ours.epoch() && theirs.index() >= ours.index());
    }
}
