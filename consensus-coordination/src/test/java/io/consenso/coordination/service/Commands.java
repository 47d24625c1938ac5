/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.Bytes;
import io.consenso.coordination.service.proto.ChangeCounter;
import io.consenso.coordination.service.proto.ChangeEntry;
import io.consenso.coordination.service.proto.CoordinationCommand;
import io.consenso.coordination.service.proto.Enter;
import io.consenso.coordination.service.proto.Expire;
import io.consenso.coordination.service.proto.KeepAlive;
import io.consenso.coordination.service.proto.Leave;
import io.consenso.coordination.service.proto.RequestName;
import io.consenso.coordination.service.proto.RoomKind;
import java.util.random.RandomGenerator;

/** Commands as the door makes them. */
final class Commands {
    private Commands() {}

    static CoordinationCommand enter(RoomKind kind, String name, long request, int permits, int capacity) {
        return enter(kind, name, request, permits, capacity, false);
    }

    static CoordinationCommand enter(
            RoomKind kind, String name, long request, int permits, int capacity, boolean noWait) {
        return CoordinationCommand.newBuilder()
                .setEnter(Enter.newBuilder()
                        .setKind(kind)
                        .setName(name)
                        .setRequest(RequestName.newBuilder().setDoor(1).setNumber(request))
                        .setOwner("owner " + request)
                        .setPermits(permits)
                        .setCapacity(capacity)
                        .setNoWait(noWait)
                        .setTtlMillis(1_000))
                .build();
    }

    static CoordinationCommand leave(RoomKind kind, String name, long request) {
        return CoordinationCommand.newBuilder()
                .setLeave(Leave.newBuilder()
                        .setKind(kind)
                        .setName(name)
                        .setRequest(RequestName.newBuilder().setDoor(1).setNumber(request)))
                .build();
    }

    static CoordinationCommand expire(long session, long renewal) {
        return CoordinationCommand.newBuilder()
                .setExpire(Expire.newBuilder().setSession(session).setRenewal(renewal))
                .build();
    }

    static CoordinationCommand keepAlive() {
        return CoordinationCommand.newBuilder()
                .setKeepAlive(KeepAlive.getDefaultInstance())
                .build();
    }

    static CoordinationCommand add(String counter, long delta) {
        return CoordinationCommand.newBuilder()
                .setChangeCounter(ChangeCounter.newBuilder().setName(counter).setOperand(delta))
                .build();
    }

    static CoordinationCommand put(String map, String key, String value) {
        return CoordinationCommand.newBuilder()
                .setChangeEntry(ChangeEntry.newBuilder()
                        .setMap(map)
                        .setKey(key)
                        .setValue(CoordinationMachine.toByteString(Bytes.ofUtf8(value))))
                .build();
    }

    /** Few names, so that commands meet. */
    static CoordinationCommand draw(RandomGenerator random) {
        String name = "name " + random.nextInt(3);
        long request = random.nextInt(30);
        RoomKind kind = RoomKind.forNumber(random.nextInt(5));
        int capacity = kind == RoomKind.LOCK || kind == RoomKind.LEADER_LATCH ? 1 : 3;
        int permits = kind == RoomKind.READ_WRITE_LOCK || kind == RoomKind.SEMAPHORE ? random.nextInt(1, 4) : 1;
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> enter(kind, name, request, permits, capacity);
            case 3 -> enter(kind, name, request, permits, random.nextInt(5), true);
            case 4, 5, 6 -> leave(kind, name, request);
            case 7 -> expire(0, random.nextInt(200));
            case 8 -> keepAlive();
            case 9 -> add(name, random.nextInt(-2, 3));
            case 10 ->
                CoordinationCommand.newBuilder()
                        .setChangeEntry(ChangeEntry.newBuilder()
                                .setMap(name)
                                .setKey("key " + random.nextInt(3))
                                .setExpectedVersion(random.nextInt(3)))
                        .build();
            default -> put(name, "key " + random.nextInt(3), "value " + random.nextInt(5));
        };
    }
}
