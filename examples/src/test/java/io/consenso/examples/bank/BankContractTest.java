/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.bank;

// tag::contract[]
import io.consenso.Bytes;
import io.consenso.StateMachine;
import io.consenso.testkit.StateMachineContract;
import java.util.random.RandomGenerator;

class BankContractTest extends StateMachineContract {
    @Override
    protected StateMachine stateMachine() {
        return new Bank();
    }

    @Override
    protected Bytes command(RandomGenerator random) {
        return Bank.transfer("account" + random.nextInt(10), "account" + random.nextInt(10), random.nextInt(150));
    }

    @Override
    protected Bytes query(RandomGenerator random) {
        return Bank.balance("account" + random.nextInt(10));
    }
}
// end::contract[]
