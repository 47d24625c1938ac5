/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import com.google.protobuf.InvalidProtocolBufferException;
import io.consenso.Bytes;
import io.consenso.engine.InvariantViolation;
import io.consenso.paxos.proto.StoredPromise;

/**
 * What a replica must remember over a restart besides its records, in one value so that no part is ever written alone.
 *
 * @param promised the highest ballot promised
 * @param watermark every slot up to there is chosen
 * @param life which storage of this member it is, for its ballots
 */
record HardState(long promised, long watermark, int life) {
    /** Nothing is promised. */
    static final HardState INITIAL = new HardState(Ballot.ZERO, 0, 0);

    HardState {
        InvariantViolation.check(
                promised >= Ballot.ZERO && watermark >= 0 && life >= 0 && life < Ballot.LIVES,
                () -> "no promise: " + promised + ", watermark " + watermark + ", life " + life);
    }

    Bytes encode() {
        return Bytes.wrap(StoredPromise.newBuilder()
                .setPromised(promised)
                .setWatermark(watermark)
                .setLife(life)
                .build()
                .toByteArray());
    }

    static HardState decode(Bytes bytes) {
        try {
            StoredPromise stored = StoredPromise.parseFrom(bytes.toArray());
            return new HardState(stored.getPromised(), stored.getWatermark(), stored.getLife());
        } catch (InvalidProtocolBufferException e) {
            throw new InvariantViolation("the stored promise makes no sense: " + bytes + ": " + e.getMessage());
        }
    }
}
