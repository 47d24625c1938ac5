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

    /** Who reads the content. The order is part of the wire format: add at the end only. */
    enum Kind {
        /** The engine. */
        ENGINE,
        /** The leader's runtime: commands to be ordered. */
        FORWARD,
        /** Whoever has the snapshot. */
        SNAPSHOT_REQUEST,
        /** Whoever asked for it. */
        SNAPSHOT_CHUNK,
        /** A peer that came with another storage than before: it is not listened to. */
        STRANGER,
        /** The answer to STRANGER of a replica whose operator says that its storage was lost. */
        ADOPT
    }

    private static final Kind[] KINDS = Kind.values();

    /** The front part of all frames of a kind that a replica sends. */
    static Bytes prefix(Kind kind, long storageId) {
        return Bytes.wrap(ByteBuffer.allocate(LENGTH)
                .put((byte) kind.ordinal())
                .putLong(storageId)
                .array());
    }

    static Frame frame(Bytes prefix, Frame content) {
        List<Bytes> parts = new ArrayList<>(content.parts().size() + 1);
        parts.add(prefix);
        parts.addAll(content.parts());
        return new Frame(parts);
    }

    static Envelope parse(Bytes frame) throws MalformedFrameException {
        if (frame.length() < LENGTH || frame.get(0) < 0 || frame.get(0) >= KINDS.length) {
            throw new MalformedFrameException("a frame of no known kind: " + frame);
        }
        return new Envelope(KINDS[frame.get(0)], frame.slice(1, LENGTH).toLong(), frame.slice(LENGTH));
    }
}
