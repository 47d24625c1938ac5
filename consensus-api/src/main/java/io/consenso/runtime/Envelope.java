/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in front of every frame: what it is, and from which storage its sender speaks.
 *
 * @param kind who reads the content
 * @param storageId the sender's {@link io.consenso.spi.Storage#storageId()}
 * @param content a slice of the frame
 */
record Envelope(Kind kind, long storageId, Bytes content) {
    private static final int LENGTH = 1 + Long.BYTES;
    private static final Kind[] KINDS = Kind.values();

    /** Who reads the content. */
    enum Kind {
        /** The engine. */
        ENGINE(1),
        /** The leader's runtime: commands to be ordered. */
        FORWARD(2),
        /** Whoever has the snapshot. */
        SNAPSHOT_REQUEST(3),
        /** Whoever asked for it. */
        SNAPSHOT_CHUNK(4),
        /** A peer that came with another storage than before: it is not listened to. */
        STRANGER(5),
        /** The answer to STRANGER of a replica whose operator says that its storage was lost. */
        ADOPT(6),
        /** A peer that wants to be known by its storage. */
        HELLO(7),
        /** The answer to HELLO and ADOPT: it is, and will be after a crash. */
        HERE(8);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        private static Kind of(byte code) throws MalformedFrameException {
            for (Kind kind : KINDS) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MalformedFrameException("a frame of no known kind: " + code);
        }
    }

    /** The front part of all frames of a kind that a replica sends. */
    static Bytes prefix(Kind kind, long storageId) {
        return Bytes.wrap(
                ByteBuffer.allocate(LENGTH).put(kind.code).putLong(storageId).array());
    }

    static Frame frame(Bytes prefix, Frame content) {
        List<Bytes> parts = new ArrayList<>(content.parts().size() + 1);
        parts.add(prefix);
        parts.addAll(content.parts());
        return new Frame(parts);
    }

    static Envelope parse(Bytes frame) throws MalformedFrameException {
        if (frame.length() < LENGTH) {
            throw new MalformedFrameException("a frame of " + frame.length() + " bytes");
        }
        return new Envelope(Kind.of(frame.get(0)), frame.slice(1, LENGTH).toLong(), frame.slice(LENGTH));
    }
}
