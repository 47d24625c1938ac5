/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.consenso.Bytes;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.function.Function;

/**
 * An algorithm's messages as Protocol Buffers.
 *
 * @param <M> the messages
 * @param <P> their form on the wire
 */
public final class ProtoCodec<M, P extends MessageLite> implements EngineFactory.Codec<M> {
    private final Function<M, P> toProto;
    private final Parser<P> parser;
    private final FromProto<M, P> fromProto;

    /** Reads what was parsed; throws {@link MalformedFrameException} or {@link IllegalArgumentException} when it makes no sense. */
    @FunctionalInterface
    public interface FromProto<M, P> {
        /** The message. */
        M read(P proto) throws MalformedFrameException;
    }

    /** A codec of these two directions. */
    public ProtoCodec(Function<M, P> toProto, Parser<P> parser, FromProto<M, P> fromProto) {
        this.toProto = toProto;
        this.parser = parser;
        this.fromProto = fromProto;
    }

    @Override
    public Frame encode(M message) {
        return Frame.of(Bytes.wrap(toProto.apply(message).toByteArray()));
    }

    @Override
    public M decode(Bytes frame) throws MalformedFrameException {
        try {
            return fromProto.read(parser.parseFrom(frame.asByteBuffer()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MalformedFrameException("no message of this algorithm: " + e.getMessage());
        }
    }

    /** What a frame says, in those words, for readers of a trace. */
    public String describe(Bytes frame, Function<M, String> words) {
        try {
            return words.apply(decode(frame));
        } catch (MalformedFrameException e) {
            return "Malformed";
        }
    }
}
