/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.RoomKind;
import java.util.Comparator;

/** What one waits for: locks, semaphores, latches and barriers of the same name have nothing to do with each other. */
record RoomKey(RoomKind kind, String name) implements Comparable<RoomKey> {
    private static final Comparator<RoomKey> ORDER =
            Comparator.comparing(RoomKey::kind).thenComparing(RoomKey::name);

    @Override
    public int compareTo(RoomKey other) {
        return ORDER.compare(this, other);
    }
}
