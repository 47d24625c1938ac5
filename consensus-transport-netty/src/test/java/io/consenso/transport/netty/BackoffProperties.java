/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BackoffProperties {
    @Property
    void pausesDoubleFromTheShortestToTheLongestLessUpToAHalf(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 100) int minMillis,
            @ForAll @IntRange(max = 5000) int more) {
        Duration min = Duration.ofMillis(minMillis);
        Duration max = min.plusMillis(more);
        Backoff backoff = new Backoff(min, max, new SplittableRandom(seed));
        long whole = min.toNanos();
        for (int attempt = 0; attempt < 20; attempt++) {
            assertThat(backoff.nextNanos()).isBetween(whole - whole / 2, whole);
            whole = Math.min(max.toNanos(), 2 * whole);
        }
        backoff.reset();
        assertThat(backoff.nextNanos()).isLessThanOrEqualTo(min.toNanos());
    }
}
