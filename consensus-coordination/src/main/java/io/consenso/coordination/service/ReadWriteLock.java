/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.RoomKind;

/**
 * A lock that many readers hold at once, or one writer alone. Fair: requests are served in the order of the log, readers that stand beside each
 * other together. A reader that comes while a writer waits stands behind it, so neither ever waits for ever.
 *
 * <p>Each reader has a token of its own. A guarded resource keeps the highest token of a <em>writer</em> that it has seen and refuses any lower
 * one, from readers and writers; readers among themselves do not fence each other.
 */
public final class ReadWriteLock {
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final FencedLock reader;
    private final FencedLock writer;

    ReadWriteLock(Door door, String name) {
        RoomKey key = new RoomKey(RoomKind.READ_WRITE_LOCK, name);
        reader = new FencedLock(door, key, 1, EVERYTHING);
        writer = new FencedLock(door, key, EVERYTHING, EVERYTHING);
    }

    /** Shared with other readers. */
    public FencedLock read() {
        return reader;
    }

    /** Shared with nobody. */
    public FencedLock write() {
        return writer;
    }
}
