/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;

/**
 * A frame of an engine: the length of the header as a varint, the header, then the payloads of the entries one after the other. Encoding
 * gathers the payloads and decoding slices them: neither copies.
 *
 * @param header what the engine wrote about the message
 * @param payloads everything behind it, for an {@link EntryReader} to cut
 */
public record HeaderedFrame(Bytes header, Bytes payloads) {
    private static final int PREFIX_MAX = 5;

    /** The header and the payloads of the entries, whose lengths the header must tell. */
    public static Frame encode(byte[] header, List<Entry> entries) {
        Bytes prefixed = prefixed(header);
        if (entries.isEmpty()) {
            return Frame.of(prefixed);
        }
        List<Bytes> parts = new ArrayList<>(1 + entries.size());
        parts.add(prefixed);
        for (Entry entry : entries) {
            if (!entry.payload().isEmpty()) {
                parts.add(entry.payload());
            }
        }
        return new Frame(parts);
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

    /** Finds header and payloads in a frame that arrived in one piece; both share its array. */
    public static HeaderedFrame decode(Bytes frame) throws MalformedFrameException {
        int start = 0;
        long length = 0;
        byte next;
        do {
            if (start == frame.length() || start == PREFIX_MAX) {
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
        return new HeaderedFrame(frame.slice(start, end), frame.slice(end));
    }
}
