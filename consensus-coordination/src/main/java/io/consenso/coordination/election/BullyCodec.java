/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.coordination.election.proto.BullyFrame;
import io.consenso.coordination.election.proto.BullyKind;
import io.consenso.coordination.wire.ProtoCodec;
import io.consenso.spi.MalformedFrameException;

/** The bully election's messages on the wire. */
final class BullyCodec {
    static final ProtoCodec<BullyMessage, BullyFrame> CODEC =
            new ProtoCodec<>(BullyCodec::toProto, BullyFrame.parser(), BullyCodec::fromProto);

    // So that the next epoch does not overflow.
    private static final long EPOCH_MAX = Long.MAX_VALUE >> 1;

    private BullyCodec() {}

    private static BullyFrame toProto(BullyMessage message) {
        return BullyFrame.newBuilder()
                .setKind(kind(message))
                .setEpoch(message.epoch())
                .build();
    }

    private static BullyKind kind(BullyMessage message) {
        if (message instanceof BullyMessage.Election) {
            return BullyKind.BULLY_KIND_ELECTION;
        } else if (message instanceof BullyMessage.Answer) {
            return BullyKind.BULLY_KIND_ANSWER;
        } else if (message instanceof BullyMessage.Coordinator) {
            return BullyKind.BULLY_KIND_COORDINATOR;
        } else if (message instanceof BullyMessage.Heartbeat) {
            return BullyKind.BULLY_KIND_HEARTBEAT;
        } else if (message instanceof BullyMessage.Resigned) {
            return BullyKind.BULLY_KIND_RESIGNED;
        }
        throw new IllegalStateException("no message of the bully election: " + message);
    }

    private static BullyMessage fromProto(BullyFrame frame) throws MalformedFrameException {
        long epoch = frame.getEpoch();
        if (epoch < 0 || epoch > EPOCH_MAX) {
            throw new MalformedFrameException("no epoch: " + epoch);
        }
        return switch (frame.getKind()) {
            case BULLY_KIND_ELECTION -> new BullyMessage.Election(epoch);
            case BULLY_KIND_ANSWER -> new BullyMessage.Answer(epoch);
            case BULLY_KIND_COORDINATOR -> new BullyMessage.Coordinator(epoch);
            case BULLY_KIND_HEARTBEAT -> new BullyMessage.Heartbeat(epoch);
            case BULLY_KIND_RESIGNED -> new BullyMessage.Resigned(epoch);
            case BULLY_KIND_UNKNOWN, UNRECOGNIZED -> throw new MalformedFrameException("no kind of message");
        };
    }
}
