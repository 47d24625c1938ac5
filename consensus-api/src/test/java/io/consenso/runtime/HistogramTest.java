/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HistogramTest {
    @Test
    void isEmptyAtFirst() {
        assertThat(new Histogram().latency()).isEqualTo(new Status.Latency(0, 0, 0, 0));
    }

    @Test
    void percentilesAreRightToAQuarterOfAPowerOfTwo() {
        Histogram histogram = new Histogram();
        for (int micros = 1; micros <= 1000; micros++) {
            histogram.recordNanos(micros * 1_000L);
        }
        Status.Latency latency = histogram.latency();
        assertThat(latency.count()).isEqualTo(1000);
        assertThat(latency.maxMicros()).isEqualTo(1000);
        assertThat(latency.p50Micros()).isBetween(500L, 640L);
        assertThat(latency.p99Micros()).isBetween(990L, 1000L);
    }

    @Test
    void takesTheShortestAndTheLongest() {
        Histogram histogram = new Histogram();
        histogram.recordNanos(-1);
        histogram.recordNanos(Long.MAX_VALUE);
        assertThat(histogram.latency().p50Micros()).isZero();
        assertThat(histogram.latency().maxMicros()).isEqualTo(Long.MAX_VALUE / 1_000);
    }
}
