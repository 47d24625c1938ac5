/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolTest {
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void anEngineIsAskedForByTheNameThatItGivesItself(Protocol protocol) {
        assertThat(protocol.engine(Protocol.ELECTION_TIMEOUT).name()).isEqualTo(protocol.word());
        assertThat(Protocol.named(protocol.word())).isEqualTo(protocol);
    }

    @Test
    void severalAreNamedInOrderAndEachCountsOnce() {
        assertThat(Protocol.allNamed("paxos,raft,paxos")).containsExactly(Protocol.PAXOS, Protocol.RAFT);
        assertThat(Protocol.allNamed("paxos")).containsExactly(Protocol.PAXOS);
        assertThat(Protocol.allNamed("both")).containsExactly(Protocol.RAFT, Protocol.PAXOS);
    }

    @Test
    void aWrongNameIsToldTheChoices() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Protocol.named("Raft"))
                .withMessage("--engine is raft or paxos, not 'Raft'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Protocol.named("both"))
                .withMessage("--engine is raft or paxos, not 'both'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Protocol.allNamed("raft,zab"))
                .withMessage("--engine is raft, paxos or both, not 'zab'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Protocol.allNamed(""))
                .withMessage("--engine is raft, paxos or both, not ''");
    }
}
