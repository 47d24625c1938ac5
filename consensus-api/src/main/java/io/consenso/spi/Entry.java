/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import io.consenso.Bytes;

/**
 * One slot of the replicated log. A {@link Kind#COMMANDS} entry is a batch: its payload is opaque to engines and storages, and only the
 * runtime knows what is inside.
 *
 * @param index the slot, counted from 1
 * @param epoch under which leadership the entry was written: Raft's term, Paxos's ballot; at least 1
 * @param kind who interprets the payload
 * @param payload empty for {@link Kind#NOOP}
 */
public record Entry(long index, long epoch, Kind kind, Bytes payload) {
    /** Refuses an index or epoch below 1 with {@link IllegalArgumentException}. */
    public Entry {
        if (index < 1 || epoch < 1) {
            throw new IllegalArgumentException("index and epoch count from 1: " + index + ", " + epoch);
        }
    }

    /** Who interprets an entry's payload. The order is part of the stored format: add at the end only. */
    public enum Kind {
        /** Nobody; it only takes a slot. */
        NOOP,
        /** The runtime: a batch of commands for the state machine. */
        COMMANDS,
        /** The engine: who belongs to the group. */
        MEMBERSHIP
    }

    /** What the entry costs in a size budget, in bytes: its payload and a flat allowance for the rest. */
    public int size() {
        return payload.length() + 32;
    }
}
