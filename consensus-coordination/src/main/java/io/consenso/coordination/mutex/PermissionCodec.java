/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.coordination.mutex.proto.PermissionAlive;
import io.consenso.coordination.mutex.proto.PermissionFrame;
import io.consenso.coordination.mutex.proto.PermissionJoin;
import io.consenso.coordination.mutex.proto.PermissionLeave;
import io.consenso.coordination.mutex.proto.PermissionQuestion;
import io.consenso.coordination.mutex.proto.PermissionWelcome;
import io.consenso.coordination.wire.ProtoCodec;
import io.consenso.spi.MalformedFrameException;

/** {@link PermissionMessage} as Protocol Buffers. */
final class PermissionCodec {
    static final ProtoCodec<PermissionMessage, PermissionFrame> CODEC =
            new ProtoCodec<>(PermissionCodec::write, PermissionFrame.parser(), PermissionCodec::read);

    private PermissionCodec() {}

    static String describe(PermissionMessage message) {
        if (message instanceof PermissionMessage.Request request) {
            return "Request " + request.resource() + " T=" + request.time();
        } else if (message instanceof PermissionMessage.Reply reply) {
            return "Reply " + reply.resource() + " T=" + reply.time();
        } else if (message instanceof PermissionMessage.Deferred deferred) {
            return "Deferred " + deferred.resource() + " T=" + deferred.time();
        } else if (message instanceof PermissionMessage.Welcome welcome) {
            return "Welcome clock=" + welcome.clock();
        }
        return message.getClass().getSimpleName();
    }

    private static PermissionFrame write(PermissionMessage message) {
        PermissionFrame.Builder frame = PermissionFrame.newBuilder();
        if (message instanceof PermissionMessage.Request request) {
            frame.setRequest(question(request.time(), request.resource()));
        } else if (message instanceof PermissionMessage.Reply reply) {
            frame.setReply(question(reply.time(), reply.resource()));
        } else if (message instanceof PermissionMessage.Deferred deferred) {
            frame.setDeferred(question(deferred.time(), deferred.resource()));
        } else if (message instanceof PermissionMessage.Join join) {
            frame.setJoin(PermissionJoin.newBuilder().setLife(join.life()));
        } else if (message instanceof PermissionMessage.Welcome welcome) {
            frame.setWelcome(PermissionWelcome.newBuilder()
                    .setNewcomer(welcome.newcomer())
                    .setLife(welcome.life())
                    .setClock(welcome.clock()));
        } else if (message instanceof PermissionMessage.Alive) {
            frame.setAlive(PermissionAlive.getDefaultInstance());
        } else if (message instanceof PermissionMessage.Leave leave) {
            frame.setLeave(PermissionLeave.newBuilder().setLife(leave.life()));
        } else {
            throw new IllegalArgumentException("no such message: " + message);
        }
        return frame.build();
    }

    private static PermissionQuestion question(long time, String resource) {
        return PermissionQuestion.newBuilder()
                .setTime(time)
                .setResource(resource)
                .build();
    }

    private static PermissionMessage read(PermissionFrame frame) throws MalformedFrameException {
        return switch (frame.getBodyCase()) {
            case REQUEST -> new PermissionMessage.Request(time(frame.getRequest()), resource(frame.getRequest()));
            case REPLY -> new PermissionMessage.Reply(time(frame.getReply()), resource(frame.getReply()));
            case DEFERRED -> new PermissionMessage.Deferred(time(frame.getDeferred()), resource(frame.getDeferred()));
            case JOIN -> new PermissionMessage.Join(frame.getJoin().getLife());
            case WELCOME -> {
                PermissionWelcome welcome = frame.getWelcome();
                yield new PermissionMessage.Welcome(
                        welcome.getNewcomer(), welcome.getLife(), Wire.count(welcome.getClock()));
            }
            case ALIVE -> new PermissionMessage.Alive();
            case LEAVE -> new PermissionMessage.Leave(frame.getLeave().getLife());
            default -> throw new MalformedFrameException("neither question nor answer");
        };
    }

    private static long time(PermissionQuestion question) {
        return Wire.count(question.getTime());
    }

    private static String resource(PermissionQuestion question) {
        return Wire.resource(question.getResource());
    }
}
