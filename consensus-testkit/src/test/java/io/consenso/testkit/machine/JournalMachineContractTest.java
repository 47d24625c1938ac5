/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.machine;

import io.consenso.Bytes;
import io.consenso.StateMachine;
import io.consenso.testkit.StateMachineContract;
import java.util.random.RandomGenerator;

class JournalMachineContractTest extends StateMachineContract {
    @Override
    protected StateMachine stateMachine() {
        return new JournalMachine();
    }

    @Override
    protected Bytes command(RandomGenerator random) {
        return Bytes.ofLong(random.nextLong());
    }

    @Override
    protected Bytes query(RandomGenerator random) {
        return Bytes.EMPTY;
    }

    @Override
    protected boolean hasCanonicalSnapshot() {
        return true;
    }
}
