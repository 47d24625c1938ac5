/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.consenso.Bytes;
import io.consenso.spi.MalformedFrameException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A Protocol Buffers header in front of bytes that are not parsed: a varint length, the header, the rest. */
final class Headers {
    private Headers() {}

    /**
     * A header and what follows it.
     *
     * @param header parsed
     * @param rest a slice
     * @param <H> the header's type
     */
    record Parsed<H>(H header, Bytes rest) {}

    /** The header on its own. */
    static Bytes encode(MessageLite header) {
        return Bytes.wrap(withRoomFor(header, 0));
    }

    /** The header, and behind it as many zero bytes as the caller is going to fill in. */
    static byte[] withRoomFor(MessageLite header, int payloadBytes) {
        int size = header.getSerializedSize();
        int prefix = CodedOutputStream.computeUInt32SizeNoTag(size);
        byte[] encoded = new byte[prefix + size + payloadBytes];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(encoded, 0, prefix + size);
            out.writeUInt32NoTag(size);
            header.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size was too small", e);
        }
        return encoded;
    }

    static <H> Parsed<H> parse(Bytes bytes, Parser<H> parser) throws MalformedFrameException {
        LengthPrefixed pieces = new LengthPrefixed(bytes);
        Bytes header = pieces.next();
        try {
            return new Parsed<>(parser.parseFrom(header.toArray()), pieces.rest());
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedFrameException("a header does not parse", e);
        }
    }
}
