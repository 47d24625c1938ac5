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
 * What stands in front of every frame: what it is, from which storage its sender speaks, and to which. A frame may arrive late, at a replica
 * that has lost its storage meanwhile: what was said to the old one must not reach the new one, any more than what the old one said counts.
 *
 * @param kind who reads the content
 * @param storageId the sender's {@link io.consenso.spi.Storage#storageId()}
 * @param addressee the storage under which the sender knows the receiver, or {@link #ANYBODY}
 * @param content a slice of the frame
 */
record Envelope(Kind kind, long storageId, long addressee, Bytes content) {
    /** Whoever bears the receiver's name. */
    static final long ANYBODY = 0;

    private static final int LENGTH = 1 + 2 * Long.BYTES;
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

    /** The front part of all frames of a kind from one storage to another. */
    static Bytes prefix(Kind kind, long storageId, long addressee) {
        return Bytes.wrap(ByteBuffer.allocate(LENGTH)
                .put(kind.code)
                .putLong(storageId)
                .putLong(addressee)
                .array());
    }

    /** Whether it was meant for a replica on that storage. */
    boolean isFor(long storage) {
        return addressee == ANYBODY || addressee == storage;
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
        return new Envelope(
                Kind.of(frame.get(0)),
                frame.slice(1, 1 + Long.BYTES).toLong(),
                frame.slice(1 + Long.BYTES, LENGTH).toLong(),
                frame.slice(LENGTH));
    }
}
