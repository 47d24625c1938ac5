/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Rounds EXACT = Rounds.defaults()
            .withBounds(Duration.ofMillis(10), Duration.ofMillis(1))
            .withDriftMax(0)
            .withLead(Duration.ofSeconds(1));

    @Test
    void aRoundIsSkewDelayAndProcessingAtBothEnds() {
        assertThat(EXACT.length(3)).isEqualTo(Duration.ofMillis((10 + 1) + 10 + 2));
    }

    @Test
    void withAFixedMomentTheSkewIsTheOffsetAndTheResolutionOfTheClock() {
        assertThat(EXACT.withMoment(Instant.EPOCH, Duration.ofMillis(4)).length(3))
                .isEqualTo(Duration.ofMillis((4 + 1) + 10 + 2));
    }

    @Test
    void driftMakesRoundsLongerTheMoreThereAre() {
        // The clocks drift apart during the lead, too: 2 * 0.01 * 1 s.
        Duration one = EXACT.withDriftMax(0.01).length(1);
        assertThat(one.toNanos()).isEqualTo((long) Math.ceil(43_000_000 / 0.99));
        assertThat(EXACT.withDriftMax(0.01).length(3).toNanos()).isEqualTo((long) Math.ceil(43_000_000 / 0.95));
    }

    @Test
    void boundsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> EXACT.withBounds(Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EXACT.withBounds(Duration.ofMillis(1), Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EXACT.withDriftMax(0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EXACT.withDriftMax(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EXACT.withLead(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EXACT.withMoment(Instant.EPOCH, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EXACT.withDriftMax(0.4).length(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no round is long enough");
    }
}
