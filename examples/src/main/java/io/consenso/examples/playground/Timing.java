/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import java.time.Duration;

/**
 * How fast things go.
 *
 * @param isReal whether this is real time
 * @param delayMax how long a message takes at most
 * @param processingMax how late a process is at most
 * @param heartbeatEvery between two heart-beats
 * @param limit after how long a run that is not over is given up
 */
record Timing(boolean isReal, Duration delayMax, Duration processingMax, Duration heartbeatEvery, Duration limit) {
    /** Of simulated processes: a message takes about 2 milliseconds. */
    static Timing simulated() {
        return new Timing(
                false, Duration.ofMillis(10), Duration.ofMillis(2), Duration.ofMillis(20), Duration.ofSeconds(60));
    }

    /** Of sockets on this machine, which is allowed to be busy with something else for a moment. */
    static Timing sockets() {
        return new Timing(
                true, Duration.ofMillis(150), Duration.ofMillis(250), Duration.ofMillis(100), Duration.ofSeconds(60));
    }

    /** That many milliseconds of a simulation, or as long as it takes really, which is some times longer. */
    long millis(long simulated) {
        return isReal ? simulated * 10 : simulated;
    }
}
