/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.spi.MalformedFrameException;

/** Cuts bytes apart that stand one after the other, each piece behind its length as a varint; copies nothing. */
final class LengthPrefixed {
    private final Bytes bytes;
    private int position;

    LengthPrefixed(Bytes bytes) {
        this.bytes = bytes;
    }

    boolean hasNext() {
        return position < bytes.length();
    }

    Bytes next() throws MalformedFrameException {
        int length = nextLength();
        position += length;
        return bytes.slice(position - length, position);
    }

    void skip() throws MalformedFrameException {
        int length = nextLength();
        position += length;
    }

    /** What has not been cut yet. */
    Bytes rest() {
        return bytes.slice(position);
    }

    private int nextLength() throws MalformedFrameException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            if (position >= bytes.length() || shift > 28) {
                throw new MalformedFrameException("the length of a piece is cut off");
            }
            byte b = bytes.get(position++);
            length |= (b & 0x7f) << shift;
            if (b >= 0) {
                break;
            }
        }
        if (length < 0 || length > bytes.length() - position) {
            throw new MalformedFrameException("a piece of " + length + " bytes does not fit what carries it");
        }
        return length;
    }
}
