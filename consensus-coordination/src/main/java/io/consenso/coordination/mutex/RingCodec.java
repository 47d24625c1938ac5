/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.coordination.mutex.proto.RingElection;
import io.consenso.coordination.mutex.proto.RingFrame;
import io.consenso.coordination.mutex.proto.RingJoin;
import io.consenso.coordination.mutex.proto.RingLeave;
import io.consenso.coordination.mutex.proto.RingReceipt;
import io.consenso.coordination.mutex.proto.RingToken;
import io.consenso.coordination.mutex.proto.RingWelcome;
import io.consenso.coordination.wire.ProtoCodec;
import io.consenso.spi.MalformedFrameException;

/** {@link RingMessage} as Protocol Buffers. */
final class RingCodec {
    static final ProtoCodec<RingMessage, RingFrame> CODEC =
            new ProtoCodec<>(RingCodec::write, RingFrame.parser(), RingCodec::read);

    private RingCodec() {}

    static String describe(RingMessage message) {
        if (message instanceof RingMessage.Token token) {
            return "Token epoch=" + token.epoch() + " sequence=" + token.sequence();
        } else if (message instanceof RingMessage.Election election) {
            return "Election epoch=" + election.epoch();
        }
        return message.getClass().getSimpleName();
    }

    private static RingFrame write(RingMessage message) {
        RingFrame.Builder frame = RingFrame.newBuilder();
        if (message instanceof RingMessage.Token token) {
            frame.setToken(RingToken.newBuilder()
                    .setSerial(token.serial())
                    .setReceiver(token.receiver())
                    .setEpoch(token.epoch())
                    .setHop(token.hop())
                    .setSequence(token.sequence()));
        } else if (message instanceof RingMessage.Election election) {
            frame.setElection(
                    RingElection.newBuilder().setSerial(election.serial()).setEpoch(election.epoch()));
        } else if (message instanceof RingMessage.Receipt receipt) {
            frame.setReceipt(RingReceipt.newBuilder().setSerial(receipt.serial()));
        } else if (message instanceof RingMessage.Join join) {
            frame.setJoin(RingJoin.newBuilder().setLife(join.life()));
        } else if (message instanceof RingMessage.Welcome welcome) {
            frame.setWelcome(RingWelcome.newBuilder()
                    .setNewcomer(welcome.newcomer())
                    .setLife(welcome.life())
                    .setEpoch(welcome.epoch()));
        } else if (message instanceof RingMessage.Leave leave) {
            frame.setLeave(RingLeave.newBuilder().setLife(leave.life()));
        } else {
            throw new IllegalArgumentException("no such message: " + message);
        }
        return frame.build();
    }

    private static RingMessage read(RingFrame frame) throws MalformedFrameException {
        return switch (frame.getBodyCase()) {
            case TOKEN -> {
                RingToken token = frame.getToken();
                yield new RingMessage.Token(
                        token.getSerial(),
                        token.getReceiver(),
                        Wire.count(token.getEpoch()),
                        Wire.count(token.getHop()),
                        Wire.count(token.getSequence()));
            }
            case ELECTION -> {
                RingElection election = frame.getElection();
                yield new RingMessage.Election(election.getSerial(), Wire.count(election.getEpoch()));
            }
            case RECEIPT -> new RingMessage.Receipt(frame.getReceipt().getSerial());
            case JOIN -> new RingMessage.Join(frame.getJoin().getLife());
            case WELCOME -> {
                RingWelcome welcome = frame.getWelcome();
                yield new RingMessage.Welcome(welcome.getNewcomer(), welcome.getLife(), Wire.count(welcome.getEpoch()));
            }
            case LEAVE -> new RingMessage.Leave(frame.getLeave().getLife());
            default -> throw new MalformedFrameException("neither a token nor anything else of a ring");
        };
    }
}
