/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.dependability;

import io.consenso.testkit.simulation.FaultKind;
import java.util.Locale;

/** How a component departs from what it should do (Cristian, 1991; Avizienis et al., 2004). */
enum FaultClass {
    /** It stops, and what it had in memory is gone. */
    CRASH,
    /** It leaves something out: a message is neither sent nor received, and nobody is told. */
    OMISSION,
    /** It does the right thing at the wrong time. */
    TIMING,
    /** It answers wrongly, or twice, or out of order, in a way that can be told from a right answer. */
    RESPONSE;

    /** Where the simulator's switch belongs. A switch that is new has to be given its place here. */
    static FaultClass of(FaultKind kind) {
        return switch (kind) {
            case CRASH, KILL, CRASH_IN_TASK, RESTART_LOOP, BLACKOUT, LOST_DISK -> CRASH;
            case ISOLATE,
                    PARTITION,
                    ONE_WAY,
                    CUT,
                    FLAPPING,
                    BRIDGE,
                    CHAIN,
                    STAR,
                    QUORUM_LOSS,
                    RESET,
                    LOSS,
                    OVERFLOW,
                    FRAME_DROP -> OMISSION;
            case PAUSE,
                    SLOW_NODE,
                    SLOW_APPLY,
                    CLOG,
                    SWIZZLE,
                    SLOW_LINK,
                    DELAY,
                    HEAVY_TAIL,
                    DRIFT,
                    CLOCK_JUMP,
                    CLOCK_SKEW,
                    CLOCK_STOP,
                    DISK_STALL,
                    SLOW_DISK -> TIMING;
            case DUPLICATION,
                    REPLAY,
                    CORRUPTION,
                    REORDERING,
                    FAILED_WRITE,
                    FAILED_SYNC,
                    FULL_DISK,
                    ROT_FETCH,
                    ROT_ENTRY,
                    ROT_VOTE,
                    ROT_SNAPSHOT -> RESPONSE;
        };
    }

    /** In lower case. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
