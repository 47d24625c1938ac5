/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.List;
import java.util.Set;

/**
 * One run of an algorithm, the same in virtual and in real time.
 *
 * @param <T> its processes
 */
interface Play<T> {
    /** What stands above the picture. */
    String title();

    /** Who takes part. */
    List<PeerId> peers();

    /** What breaks. */
    Faults faults();

    /** When somebody crashes of whom it is not said when. */
    long crashMillis(Timing timing);

    /** A process takes its seat. */
    T join(Seat seat);

    /** The process leaves. */
    void leave(T process);

    /** What a frame is: a name without spaces, then a few words. */
    String describe(Bytes frame);

    /** The names of messages that are neither told, nor counted, nor drawn: signs of life. */
    default Set<String> chatter() {
        return Set.of();
    }

    /** From which millisecond on the picture is drawn. */
    default long drawnFromMillis(Timing timing) {
        return 0;
    }

    /** Has everything happen that is to happen; called once after the start. */
    void begin(World<T> world);

    /** Whether nothing more is to be seen. */
    boolean isOver(World<T> world);

    /** What has come of it. */
    Outcome outcome(World<T> world);
}
