/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.Bytes;
import java.util.Optional;

/**
 * Looks on while a {@link CoordinationMachine} applies commands. Called in the order of the log, on the lane that applies, in the middle of it:
 * hand over and return.
 */
interface MachineObserver {
    /** A session that holds or awaits something gave a sign of life, or was found at the start. */
    default void renewed(long session, long renewal, long ttlMillis) {}

    /** The session holds and awaits nothing any more. */
    default void gone(long session) {}

    /** The wish was granted or broken. */
    default void settled(RoomKey room, Seat seat) {}

    /** What the wish held or awaited was taken from it. */
    default void taken(RoomKey room, Seat seat) {}

    /** Another, or nobody, is first in the room. */
    default void firstChanged(RoomKey room, Optional<Seat> first) {}

    /** An entry of a map has another value, or none, since that version. */
    default void entryChanged(String map, String key, Optional<Bytes> value, long version, long index) {}

    /** The state jumped forward: what happened in between was not told. */
    default void jumped() {}
}
