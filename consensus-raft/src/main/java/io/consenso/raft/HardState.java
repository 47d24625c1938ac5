/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import com.google.protobuf.InvalidProtocolBufferException;
import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.InvariantViolation;
import io.consenso.raft.proto.StoredVote;
import java.util.Optional;

/** What a replica must remember over a restart besides its log: term and vote, in one record so that neither is ever written alone. */
record HardState(long term, Optional<PeerId> vote) {
    static final HardState INITIAL = new HardState(0, Optional.empty());

    HardState {
        InvariantViolation.check(term >= 0, "negative term: " + term);
    }

    Bytes encode() {
        return Bytes.wrap(StoredVote.newBuilder()
                .setTerm(term)
                .setVotedFor(vote.map(PeerId::value).orElse(""))
                .build()
                .toByteArray());
    }

    static HardState decode(Bytes bytes) {
        try {
            StoredVote stored = StoredVote.parseFrom(bytes.toArray());
            String votedFor = stored.getVotedFor();
            return new HardState(
                    stored.getTerm(), votedFor.isEmpty() ? Optional.empty() : Optional.of(PeerId.of(votedFor)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new InvariantViolation("the stored term and vote make no sense: " + bytes + ": " + e.getMessage());
        }
    }
}
