/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RaftOptionsTest {
    private static final RaftOptions DEFAULTS = RaftOptions.defaults();

    @Test
    void theHeartbeatFollowsTheElectionTimeout() {
        assertThat(DEFAULTS.electionTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(DEFAULTS.heartbeatInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(DEFAULTS.withElectionTimeout(Duration.ofMillis(200)).heartbeatInterval())
                .isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withElectionTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withHeartbeatInterval(Duration.ofMillis(501)));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withInFlightMax(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withInFlightMax(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withEntriesBytesMax(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withUncommittedBytesMax(-1));
    }
}
