/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import com.google.protobuf.InvalidProtocolBufferException;
import io.consenso.Bytes;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.parts.HeaderedFrame;
import io.consenso.raft.proto.Header;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.List;

/** A message is a header in a {@link HeaderedFrame}; an append's payloads ride behind it. */
final class RaftCodec implements EngineFactory.Codec<Message> {
    @Override
    public Frame encode(Message message) {
        byte[] header = HeaderWriter.header(message).toByteArray();
        return HeaderedFrame.encode(header, message instanceof Message.Append append ? append.entries() : List.of());
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
