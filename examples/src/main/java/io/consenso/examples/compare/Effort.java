/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How much is measured.
 *
 * @param firstSeed the first of the seeds; the engines get the same ones
 * @param seeds how many, whose figures are put together
 * @param measured for how much virtual time each run is loaded
 */
record Effort(long firstSeed, int seeds, Duration measured) {
    /** With so many times the seeds: for what each run measures only once. */
    Effort times(int factor) {
        return new Effort(firstSeed, seeds * factor, measured);
    }

    List<Long> each() {
        return LongStream.range(firstSeed, firstSeed + seeds).boxed().toList();
    }
}
