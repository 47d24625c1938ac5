/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import com.google.protobuf.InvalidProtocolBufferException;
import io.consenso.Bytes;
import io.consenso.engine.EngineFactory;
import io.consenso.raft.proto.Header;
import io.consenso.spi.Entry;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame is the length of the header as a varint, the header, then the payloads of the entries one after the other. Encoding gathers the
 * payloads and decoding slices them: neither copies.
 */
final class RaftCodec implements EngineFactory.Codec<Message> {
    @Override
    public Frame encode(Message message) {
        Bytes header = prefixed(HeaderWriter.header(message).toByteArray());
        if (!(message instanceof Message.Append append) || append.entries().isEmpty()) {
            return Frame.of(header);
        }
        List<Bytes> parts = new ArrayList<>(1 + append.entries().size());
        parts.add(header);
        for (Entry entry : append.entries()) {
            if (!entry.payload().isEmpty()) {
                parts.add(entry.payload());
            }
        }
        return new Frame(parts);
    }

    @Override
    public Message decode(Bytes frame) throws MalformedFrameException {
        int start = 0;
        long length = 0;
        byte next;
        do {
            if (start == frame.length() || start == 5) {
                throw new MalformedFrameException("the length of the header does not end");
            }
            next = frame.get(start);
            length |= (long) (next & 0x7f) << (7 * start);
            start++;
        } while (next < 0);
        if (length > frame.length() - start) {
            throw new MalformedFrameException("a header of " + length + " bytes in a frame of " + frame.length());
        }
        int end = start + (int) length;
        try {
            Header header = Header.parseFrom(frame.slice(start, end).toArray());
            return HeaderReader.message(header, frame.slice(end));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new MalformedFrameException("a header that makes no sense: " + e.getMessage(), e);
        }
    }

    private static Bytes prefixed(byte[] header) {
        int prefix = 1;
        for (int rest = header.length >>> 7; rest != 0; rest >>>= 7) {
            prefix++;
        }
        byte[] bytes = new byte[prefix + header.length];
        int rest = header.length;
        for (int i = 0; i < prefix; i++) {
            bytes[i] = (byte) (i < prefix - 1 ? (rest & 0x7f) | 0x80 : rest);
            rest >>>= 7;
        }
        System.arraycopy(header, 0, bytes, prefix, header.length);
        return Bytes.wrap(bytes);
    }
}
