/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.consenso.StateMachine;
import io.consenso.examples.kv.KvCommand.Op;
import io.consenso.testkit.StateMachineContract;
import java.util.random.RandomGenerator;

class KvStoreContractTest extends StateMachineContract {
    @Override
    protected StateMachine stateMachine() {
        return new KvStore();
    }

    @Override
    protected Bytes command(RandomGenerator random) {
        Bytes key = key(random);
        Bytes value = Bytes.ofUtf8(Integer.toString(random.nextInt(10)));
        KvCommand command = switch (random.nextInt(24)) {
            case 0 -> new KvCommand(Op.FLUSHALL);
            case 1, 2 -> new KvCommand(Op.GETDEL, key);
            case 3, 4 -> new KvCommand(Op.DEL, key, key(random));
            case 5, 6 -> new KvCommand(Op.SETNX, key, value);
            case 7, 8 -> new KvCommand(Op.MSET, key, value, key(random), value);
            case 9, 10, 11 -> new KvCommand(Op.APPEND, key, value);
            case 12, 13, 14, 15 -> new KvCommand(Op.INCRBY, key, Bytes.ofLong(random.nextInt(-3, 9)));
            default -> new KvCommand(Op.SET, key, value);
        };
        return command.encode();
    }

    @Override
    protected Bytes query(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> new KvCommand(Op.DIGEST).encode();
            case 1 -> new KvCommand(Op.GET, key(random)).encode();
            default -> new KvCommand(Op.MGET, key(random), key(random), key(random)).encode();
        };
    }

    private static Bytes key(RandomGenerator random) {
        return Bytes.ofUtf8("key " + random.nextInt(30));
    }
}
