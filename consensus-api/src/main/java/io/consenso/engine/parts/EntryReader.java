/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import io.consenso.Bytes;
import io.consenso.spi.Entry;

/**
 * Makes entries of what a header tells about them and the payloads behind it, in order. The payloads are slices. What makes no sense is refused
 * with {@link IllegalArgumentException}.
 */
public final class EntryReader {
    private final Bytes payloads;
    private int start;

    /** For the payloads of one frame. */
    public EntryReader(Bytes payloads) {
        this.payloads = payloads;
    }

    /** How a header names a kind of entry. */
    public static int number(Entry.Kind kind) {
        return switch (kind) {
            case NOOP -> 0;
            case COMMANDS -> 1;
            case MEMBERSHIP -> 2;
        };
    }

    private static Entry.Kind kind(int number) {
        return switch (number) {
            case 0 -> Entry.Kind.NOOP;
            case 1 -> Entry.Kind.COMMANDS;
            case 2 -> Entry.Kind.MEMBERSHIP;
            default -> throw new IllegalArgumentException("an unknown kind of entry: " + number);
        };
    }

    /**
     * The next entry, with as many of the payloads' bytes as it has.
     *
     * @param kind as {@link #number} names it
     * @param payloadLength in bytes; what does not fit into an {@code int} arrives negative and is refused
     */
    public Entry next(long index, long epoch, int kind, int payloadLength) {
        if (payloadLength < 0 || payloadLength > payloads.length() - start) {
            throw new IllegalArgumentException("payloads longer than the frame");
        }
        Bytes payload = payloads.slice(start, start + payloadLength);
        start += payloadLength;
        return new Entry(index, epoch, kind(kind), payload);
    }

    /** After the last entry: nothing may be left. */
    public void end() {
        if (start != payloads.length()) {
            throw new IllegalArgumentException("bytes behind the last payload");
        }
    }
}
