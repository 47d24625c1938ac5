/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consenso.paxos.PaxosOptions.QuorumSizes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaxosOptionsTest {
    private static final PaxosOptions DEFAULTS = PaxosOptions.defaults();

    @Test
    void theHeartbeatFollowsTheElectionTimeout() {
        assertThat(DEFAULTS.electionTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(DEFAULTS.heartbeatInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(DEFAULTS.withElectionTimeout(Duration.ofMillis(200)).heartbeatInterval())
                .isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void eachCanBeChangedAlone() {
        PaxosOptions changed = DEFAULTS.withHeartbeatInterval(Duration.ofMillis(50))
                .withSlotsMax(3)
                .withEntriesBytesMax(4)
                .withUncommittedBytesMax(5)
                .withQuorums(3, 2)
                .withQuorumReads(true);
        assertThat(changed.electionTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(changed.heartbeatInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(changed.slotsMax()).isEqualTo(3);
        assertThat(changed.entriesBytesMax()).isEqualTo(4);
        assertThat(changed.uncommittedBytesMax()).isEqualTo(5);
        assertThat(changed.quorums()).contains(new QuorumSizes(3, 2));
        assertThat(changed.quorumReads()).isTrue();
        assertThat(DEFAULTS.quorums()).isEmpty();
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withElectionTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withHeartbeatInterval(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withHeartbeatInterval(Duration.ofMillis(501)));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withSlotsMax(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withEntriesBytesMax(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withUncommittedBytesMax(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withQuorums(0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withQuorums(3, 0));
    }
}
