/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.Bytes;
import io.consenso.StateMachine;
import io.consenso.coordination.service.proto.CoordinationQuery;
import io.consenso.coordination.service.proto.EntryQuery;
import io.consenso.coordination.service.proto.RoomKind;
import io.consenso.coordination.service.proto.RoomQuery;
import io.consenso.testkit.StateMachineContract;
import java.util.random.RandomGenerator;

class CoordinationMachineContractTest extends StateMachineContract {
    @Override
    protected StateMachine stateMachine() {
        return new CoordinationMachine();
    }

    @Override
    protected Bytes command(RandomGenerator random) {
        return Bytes.wrap(Commands.draw(random).toByteArray());
    }

    @Override
    protected Bytes query(RandomGenerator random) {
        String name = "name " + random.nextInt(3);
        CoordinationQuery.Builder query = CoordinationQuery.newBuilder();
        switch (random.nextInt(3)) {
            case 0 -> query.setCounter(name);
            case 1 -> query.setEntry(EntryQuery.newBuilder().setMap(name).setKey("key " + random.nextInt(3)));
            default ->
                query.setRoom(RoomQuery.newBuilder()
                        .setKind(RoomKind.forNumber(random.nextInt(5)))
                        .setName(name));
        }
        return Bytes.wrap(query.build().toByteArray());
    }

    @Override
    protected boolean hasCanonicalSnapshot() {
        return true;
    }
}
