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

class RegisterMachineContractTest extends StateMachineContract {
    @Override
    protected StateMachine stateMachine() {
        return new RegisterMachine();
    }

    @Override
    protected Bytes command(RandomGenerator random) {
        String key = key(random);
        String value = Integer.toString(random.nextInt(5));
        return switch (random.nextInt(5)) {
            case 0 -> RegisterMachine.put(key, value);
            case 1 -> RegisterMachine.compareAndSet(key, value, "7");
            case 2 -> RegisterMachine.append(key, "t" + random.nextInt(1000));
            case 3 -> Bytes.ofUtf8("no such command");
            default -> RegisterMachine.add(key, random.nextInt(5));
        };
    }

    @Override
    protected Bytes query(RandomGenerator random) {
        return RegisterMachine.get(key(random));
    }

    private static String key(RandomGenerator random) {
        return "k" + random.nextInt(6);
    }

    @Override
    protected boolean hasCanonicalSnapshot() {
        return true;
    }
}
