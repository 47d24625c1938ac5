/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import io.consenso.Bytes;
import java.util.List;

/**
 * What travels between peers: the parts are gathered on the way out, so payloads are not copied to stand behind their header, and arrive
 * as one piece.
 *
 * @param parts in order
 */
public record Frame(List<Bytes> parts) {
    /** Copies the list. */
    public Frame {
        parts = List.copyOf(parts);
    }

    /** A frame of these parts. */
    public static Frame of(Bytes... parts) {
        return new Frame(List.of(parts));
    }

    /** The sum of the parts' lengths. */
    public long length() {
        long sum = 0;
        for (Bytes part : parts) {
            sum += part.length();
        }
        return sum;
    }

    /** The parts in one piece, as the receiver sees them; copies. */
    public Bytes toBytes() {
        return Bytes.concat(parts);
    }
}
