/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.consenso.Bytes;
import io.consenso.engine.InvariantViolation;
import io.consenso.paxos.proto.StoredPromise;
import org.junit.jupiter.api.Test;

class HardStateTest {
    @Test
    void comesBackAsItWasStored() {
        HardState nothing = new HardState(Ballot.ZERO, 0, 0);
        assertThat(HardState.decode(nothing.encode())).isEqualTo(nothing);
        HardState state = new HardState(Ballot.of(5, 2, 77), 1L << 40, Ballot.LIVES - 1);
        assertThat(HardState.decode(state.encode())).isEqualTo(state);
    }

    @Test
    void whatMakesNoSenseIsAViolation() {
        assertViolated(Bytes.of((byte) 0xff));
        assertViolated(stored(StoredPromise.newBuilder().setPromised(-1)));
        assertViolated(stored(StoredPromise.newBuilder().setWatermark(-1)));
        assertViolated(stored(StoredPromise.newBuilder().setLife(-1)));
        assertViolated(stored(StoredPromise.newBuilder().setLife(Ballot.LIVES)));
    }

    private static Bytes stored(StoredPromise.Builder promise) {
        return Bytes.wrap(promise.build().toByteArray());
    }

    private static void assertViolated(Bytes stored) {
        assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> HardState.decode(stored));
    }
}
