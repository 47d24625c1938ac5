/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import com.google.protobuf.InvalidProtocolBufferException;
import io.consenso.Bytes;
import io.consenso.ReadMode;
import io.consenso.coordination.service.proto.CoordinationCommand;
import io.consenso.coordination.service.proto.CoordinationQuery;
import io.consenso.coordination.service.proto.CoordinationReply;
import io.consenso.runtime.Replica;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The way to the group.
 *
 * @param propose as {@link Replica#propose}
 * @param query as {@link Replica#query}
 */
record Line(Function<Bytes, CompletableFuture<Bytes>> propose, Function<Bytes, CompletableFuture<Bytes>> query) {
    static Line of(Replica replica) {
        return new Line(replica::propose, query -> replica.query(query, ReadMode.LINEARIZABLE));
    }

    CompletableFuture<CoordinationReply> propose(CoordinationCommand command) {
        return propose.apply(Bytes.wrap(command.toByteArray())).thenApply(Line::parsed);
    }

    CompletableFuture<CoordinationReply> query(CoordinationQuery question) {
        return query.apply(Bytes.wrap(question.toByteArray())).thenApply(Line::parsed);
    }

    private static CoordinationReply parsed(Bytes reply) {
        try {
            return CoordinationReply.parseFrom(reply.asByteBuffer());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the replica's state machine is no CoordinationMachine", e);
        }
    }
}
