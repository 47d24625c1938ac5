/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.PeerId;
import io.consenso.coordination.election.proto.RingFrame;
import io.consenso.coordination.election.proto.RingStanding;
import io.consenso.coordination.wire.ProtoCodec;
import io.consenso.spi.MalformedFrameException;

/** The ring's messages on the wire. */
final class RingCodec {
    static final ProtoCodec<RingMessage, RingFrame> CODEC =
            new ProtoCodec<>(RingCodec::toProto, RingFrame.parser(), RingCodec::fromProto);

    // So that an epoch made of it does not overflow.
    private static final long ROUND_MAX = Long.MAX_VALUE >> 20;

    private RingCodec() {}

    private static RingFrame toProto(RingMessage message) {
        RingFrame.Builder frame = RingFrame.newBuilder().setRound(message.round());
        if (message instanceof RingMessage.Election election) {
            frame.setElection(election.candidate().value());
        } else if (message instanceof RingMessage.Elected elected) {
            frame.setElected(elected.leader().value());
        } else if (message instanceof RingMessage.Heartbeat heartbeat) {
            frame.setHeartbeat(standing(heartbeat.standing()));
        } else {
            throw new IllegalStateException("no message of the ring: " + message);
        }
        return frame.build();
    }

    private static RingStanding standing(RingMessage.Standing standing) {
        return switch (standing) {
            case TAKES_PART -> RingStanding.RING_STANDING_TAKES_PART;
            case ABSTAINS -> RingStanding.RING_STANDING_ABSTAINS;
            case LEADS -> RingStanding.RING_STANDING_LEADS;
        };
    }

    private static RingMessage fromProto(RingFrame frame) throws MalformedFrameException {
        long round = frame.getRound();
        if (round < 0 || round > ROUND_MAX) {
            throw new MalformedFrameException("no round: " + round);
        }
        return switch (frame.getBodyCase()) {
            case ELECTION -> new RingMessage.Election(round, PeerId.of(frame.getElection()));
            case ELECTED -> new RingMessage.Elected(round, PeerId.of(frame.getElected()));
            case HEARTBEAT -> new RingMessage.Heartbeat(round, standing(frame.getHeartbeat()));
            case BODY_NOT_SET -> throw new MalformedFrameException("neither election nor elected nor heart-beat");
        };
    }

    private static RingMessage.Standing standing(RingStanding standing) throws MalformedFrameException {
        return switch (standing) {
            case RING_STANDING_TAKES_PART -> RingMessage.Standing.TAKES_PART;
            case RING_STANDING_ABSTAINS -> RingMessage.Standing.ABSTAINS;
            case RING_STANDING_LEADS -> RingMessage.Standing.LEADS;
            case RING_STANDING_UNKNOWN, UNRECOGNIZED -> throw new MalformedFrameException("no standing");
        };
    }
}
