/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** One tag byte and a list of byte strings: each a length (seven bits a byte, the lowest first) and its bytes. */
final class Fields {
    private Fields() {}

    static Bytes encode(int tag, List<Bytes> fields) {
        int length = 1;
        for (Bytes field : fields) {
            length += varintLength(field.length()) + field.length();
        }
        ByteBuffer out = ByteBuffer.allocate(length).put((byte) tag);
        for (Bytes field : fields) {
            putVarint(out, field.length());
            field.copyTo(out);
        }
        return Bytes.wrap(out.array());
    }

    /** What follows the tag; shares the array. Throws {@link IndexOutOfBoundsException} for what {@link #encode} did not write. */
    static List<Bytes> decode(Bytes bytes) {
        List<Bytes> fields = new ArrayList<>(4);
        int at = 1;
        while (at < bytes.length()) {
            int length = bytes.get(at) & 0x7F;
            for (int shift = 7; bytes.get(at++) < 0; shift += 7) {
                length |= (bytes.get(at) & 0x7F) << shift;
            }
            fields.add(bytes.slice(at, at + length));
            at += length;
        }
        return fields;
    }

    private static int varintLength(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private static void putVarint(ByteBuffer out, int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }
}
