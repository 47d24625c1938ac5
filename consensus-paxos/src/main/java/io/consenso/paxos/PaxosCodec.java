/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import com.google.protobuf.InvalidProtocolBufferException;
import io.consenso.Bytes;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.parts.HeaderedFrame;
import io.consenso.paxos.proto.Header;
import io.consenso.spi.Entry;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.List;

/** A message is a header in a {@link HeaderedFrame}; the payloads of its entries ride behind it. */
final class PaxosCodec implements EngineFactory.Codec<Message> {
    @Override
    public Frame encode(Message message) {
        return HeaderedFrame.encode(HeaderWriter.header(message).toByteArray(), entries(message));
    }

    private static List<Entry> entries(Message message) {
        if (message instanceof Message.Accept accept) {
            return accept.entries();
        } else if (message instanceof Message.Promise promise) {
            return promise.records();
        } else if (message instanceof Message.LearnReply reply) {
            return reply.entries();
        }
        return List.of();
    }

    @Override
    public Message decode(Bytes frame) throws MalformedFrameException {
        HeaderedFrame parts = HeaderedFrame.decode(frame);
        try {
            return HeaderReader.message(Header.parseFrom(parts.header().toArray()), parts.payloads());
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MalformedFrameException("a header that makes no sense: " + e.getMessage(), e);
        }
    }
}
